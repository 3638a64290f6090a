"""Connects to a service of the host.

must: There is no network but a loopback of its own.
bare: breach
"""
import socket
try:
    got = socket.create_connection(('127.0.0.1', @TCP@), 2)
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
