"""Displays JSON of five million lists that lie in each other, which have hardly a comma.

must: Left out.
cells: ok
after: ok
kernel: own
"""
from IPython.display import display
nested = []
for _ in range(150):
    nested = [nested]
for _ in range(3):
    display({'application/json': [nested] * 36_000, 'text/plain': 'x'}, raw=True)
