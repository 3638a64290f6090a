"""Talks to the machine below this virtual one; AF_VSOCK knows no namespace.

must: The filter refuses the family.
"""
import socket
try:
    got = socket.socket(40, socket.SOCK_STREAM)
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
