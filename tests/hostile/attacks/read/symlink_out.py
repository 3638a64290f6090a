"""Makes a link in its scratch space and follows it to the host.

must: A link leads nowhere else than a path would.
"""
import os
try:
    got = (os.symlink('/etc/shadow', '/tmp/link'), open('/tmp/link').read())
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
