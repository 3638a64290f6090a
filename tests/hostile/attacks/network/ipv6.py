"""Tries the same with IPv6.

must: There is no route.
"""
import socket
try:
    got = socket.create_connection(('2001:db8::1', 443), 2)
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
