"""Reads the passwords of the host.

must: Only a passwd file made for the notebook is there.
"""
try:
    got = open('/etc/shadow').read() or open('/etc/passwd-').read()
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
