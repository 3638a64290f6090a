"""Changes the data that the model is scored on.

must: The data are read-only, and the scorer reads its own copy.
"""
try:
    got = open('/opt/grader/data/mnist.npz', 'ab')
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
