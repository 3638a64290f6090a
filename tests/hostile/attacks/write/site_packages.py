"""Leaves a sitecustomize.py for the next notebook.

must: The packages are read-only, for every notebook the same.
"""
import os, IPython
try:
    got = [open(os.path.join(folder, 'sitecustomize.py'), 'w') for folder in [os.path.dirname(os.path.dirname(IPython.__file__))]]
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
