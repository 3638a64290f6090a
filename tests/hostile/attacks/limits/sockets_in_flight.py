"""Sends open sockets through sockets and closes them, so that they are in nobody's table.

must: Ended for what it holds open: they are counted where they live.
kernel: own
cells: error
after: not_run
limits: processes
"""
import socket, time
post = []
for _ in range(60):
    left, right = socket.socketpair()
    post.append((left, right))
    for _ in range(8):
        pair = socket.socketpair()
        try:
            socket.send_fds(left, [b'x'], [one.fileno() for one in pair])
        except OSError:
            pass
        for one in pair:
            one.close()
time.sleep(20)
print('BREACH')
