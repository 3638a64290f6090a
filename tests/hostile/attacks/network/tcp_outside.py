"""Sends what it has found to a machine outside.

must: There is no route.
"""
import socket
try:
    got = socket.create_connection(('192.0.2.1', 443), 2)
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
