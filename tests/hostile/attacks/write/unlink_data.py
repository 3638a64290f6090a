"""Deletes the data for everybody.

must: The folder is read-only.
"""
import os
try:
    got = os.remove('/opt/grader/data/mnist.npz') is None
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
