"""Imports the grader to see what it checks.

must: The package is covered by an empty folder.
"""
try:
    got = __import__('grader.pipeline').__file__
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
