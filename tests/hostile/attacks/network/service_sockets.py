"""Looks for sockets of the host's services: containers, the bus, the journal.

must: /run is empty but for the kernel's own sockets.
"""
import os
try:
    got = [os.path.join(top, name) for top, _, names in os.walk('/run') for name in names if not top.startswith('/run/kernel')]
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
