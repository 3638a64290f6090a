"""Connects to an abstract socket of the host, which no mount hides.

must: The network namespace hides it.
bare: breach
"""
import socket
try:
    got = socket.socket(socket.AF_UNIX).connect('\0@ABSTRACT@') is None
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
