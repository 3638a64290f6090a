"""Restarts the host by the magic key.

must: What is there is read-only.
"""
try:
    got = open('/proc/sysrq-trigger', 'ab')
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
