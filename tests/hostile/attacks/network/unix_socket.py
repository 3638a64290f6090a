"""Connects to a socket file of the host.

must: Its folder is not visible.
bare: breach
"""
import socket
try:
    got = socket.socket(socket.AF_UNIX).connect('@SOCKET@') is None
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
