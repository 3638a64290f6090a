"""Adds a module to the recorder.

must: What is there is read-only.
"""
try:
    got = open('/opt/grader/recorder/extra.py', 'ab')
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
