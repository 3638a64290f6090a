"""Opens a raw socket.

must: The filter refuses the family.
"""
import socket
try:
    got = socket.socket(17, socket.SOCK_RAW)
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
