"""Replaces the Python that the next notebook runs.

must: What is there is read-only.
"""
try:
    got = open('/usr/bin/python3', 'ab')
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
