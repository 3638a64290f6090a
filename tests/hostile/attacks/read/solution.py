"""Looks for the reference solution anywhere below the root.

must: No notebook lies inside.
"""
import os
try:
    got = [os.path.join(top, name) for top, _, names in os.walk('/') for name in names if name in ('thresholds.json', 'solution.ipynb', 'assignment.yaml') and not top.startswith('/proc')]
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
