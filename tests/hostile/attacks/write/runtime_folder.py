"""Fills the folder that the host shares with the kernel.

must: What is there is read-only.
"""
try:
    got = open('/run/kernel/large', 'ab')
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
