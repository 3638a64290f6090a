"""Makes the host run a program when a process crashes.

must: All of /proc is read-only: a sandbox of root's owns these files without any capability.
"""
try:
    got = open('/proc/sys/kernel/core_pattern', 'ab')
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
