"""Frees itself from its cgroup.

must: What is there is read-only.
"""
try:
    got = open('/sys/fs/cgroup/cgroup.procs', 'ab')
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
