"""Gives its sockets buffers of eight megabytes each, as newer systems allow: 220 of them held two gigabytes.

must: They are as large as by default; whoever asks hears that it is done.
"""
import socket
held = 0
for _ in range(8):
    pair = socket.socketpair()
    for one in pair:
        before = one.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
        for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
            one.setsockopt(socket.SOL_SOCKET, option, 1 << 30)
        held = max(held, one.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF) - before)
    pair[0].close(), pair[1].close()
print('BREACH' if held else 'as before', held)
