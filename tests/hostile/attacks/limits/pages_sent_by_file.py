"""Has the system send a byte of every page of a file through sockets that nobody reads, and empties the file: the pages wait with their bytes, and are in no process's size.

must: Nothing is sent or put into a pipe but what a process has written.
"""
import os, socket
with open('/tmp/pages', 'w+b') as file:
    file.write(bytes(1 << 20))
    file.flush()
    pinned = 0
    service = socket.create_server(('127.0.0.1', 0))
    one = socket.create_connection(service.getsockname())
    other, _ = service.accept()
    left, right = socket.socketpair()
    reading, writing = os.pipe()
    for send in (
        lambda at: os.sendfile(one.fileno(), file.fileno(), at, 1),
        lambda at: os.sendfile(left.fileno(), file.fileno(), at, 1),
        lambda at: os.splice(file.fileno(), writing, 1, offset_src=at),
    ):
        try:
            pinned += sum(send(at << 12) for at in range(8))
        except OSError as error:
            print(error)
for opened in (one, other, service, left, right):
    opened.close()
os.close(reading), os.close(writing)
print('BREACH' if pinned else 'refused')
import shutil
shutil.copyfile('/tmp/pages', '/tmp/copied')
print('copied' if os.path.getsize('/tmp/copied') == 1 << 20 else 'BREACH')
os.unlink('/tmp/pages'), os.unlink('/tmp/copied')
