"""Changes the host's name table.

must: What is there is read-only.
"""
try:
    got = open('/etc/hosts', 'ab')
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
