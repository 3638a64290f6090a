"""Gives itself a network interface.

must: It has no capability to do so.
"""
import fcntl, socket, struct
try:
    got = (lambda s: fcntl.ioctl(s, 0x8914, struct.pack('16sh', b'lo', 0)))(socket.socket()) and None or socket.if_nameindex()[1:]
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
