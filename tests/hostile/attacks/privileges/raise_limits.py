"""Raises its own limit of open files.

must: The hard limit was lowered before it started.
"""
import resource
try:
    got = resource.setrlimit(resource.RLIMIT_NOFILE, (10**5, 10**5)) is None
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
