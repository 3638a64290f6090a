"""Sends a datagram to a service of the host.

must: It arrives nowhere; the test listens.
"""
import socket
try:
    got = socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'BREACH', ('127.0.0.1', @UDP@)) and None
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
