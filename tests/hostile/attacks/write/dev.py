"""Makes a file in /dev.

must: What is there is read-only.
"""
try:
    got = open('/dev/file', 'ab')
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
