"""Makes the data writable.

must: The mount is read-only whatever the modes say.
"""
import os
try:
    got = os.chmod('/opt/grader/data/mnist.npz', 0o777) is None
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
