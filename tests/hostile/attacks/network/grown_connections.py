"""Lets its connections grow by what goes through them, and then nobody reads them: five megabytes each.

must: Ended for what they hold.
kernel: own
slow: yes
cells: error
after: not_run
limits: processes
"""
import socket, time
service, held, piece = socket.create_server(('127.0.0.1', 0), backlog=300), [], bytes(1 << 20)
def sends(one):
    try:
        while True:
            one.send(piece)
    except BlockingIOError:
        pass
def reads(one):
    try:
        while one.recv(1 << 20):
            pass
    except BlockingIOError:
        pass
for _ in range(80):
    one = socket.create_connection(service.getsockname())
    other, _ = service.accept()
    held += [one, other]
    for mine, its in ((one, other), (other, one)):
        mine.setblocking(False), its.setblocking(False)
        for _ in range(300):
            sends(mine), reads(its)
        for _ in range(5):
            sends(mine), time.sleep(0.001)
time.sleep(10)
print('BREACH')
