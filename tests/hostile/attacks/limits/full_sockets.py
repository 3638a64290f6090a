"""Holds a gigabyte in sockets that nobody reads, which is no process's memory.

must: Ended for what it holds open, or for its memory.
kernel: own
slow: yes
cells: error
after: not_run
"""
import os, socket, time
held, children = [], 8
for _ in range(children):
    if not os.fork():
        break
while len(held) < 450:
    try:
        pair = socket.socketpair()
    except OSError:
        break
    held.append(pair)
    for one in pair:
        one.setblocking(False)
        try:
            while True:
                one.send(b'x' * 65536)
        except BlockingIOError:
            pass
time.sleep(20)
print('BREACH')
