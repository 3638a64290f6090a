"""Sends open files through sockets to itself until its user may send no more, on the whole host: a thousand of them.

must: It may not send as many as would keep the user's other programs from sending theirs.
kernel: own
cells: ok
after: ok
"""
import os, socket
sent, held = 0, []
try:
    while sent < 1100:
        held.append(socket.socketpair())
        files = [os.open(os.devnull, os.O_RDONLY) for _ in range(100)]
        socket.send_fds(held[-1][0], [b'x'], files)
        list(map(os.close, files))
        sent += 100
except OSError as error:
    print(error)
print('BREACH' if sent > 1024 else sent)
