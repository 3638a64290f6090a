"""Fills 200 connections of its own loopback that nobody reads, which is the host's memory for TCP.

must: Ended for its sockets.
kernel: own
slow: yes
cells: error
after: not_run
limits: processes
"""
import socket, time
service, held = socket.create_server(('127.0.0.1', 0), backlog=300), []
for _ in range(200):
    one = socket.create_connection(service.getsockname())
    held += [one, service.accept()[0]]
    one.setblocking(False)
    try:
        while True:
            one.send(b'x' * 65536)
    except BlockingIOError:
        pass
time.sleep(5)
print('BREACH')
