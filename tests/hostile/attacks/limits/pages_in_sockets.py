"""Sends single bytes of huge pages without a copy to itself, and frees the pages: two megabytes each wait with the byte.

must: A few of them may wait.
"""
import ctypes, os, socket
libc, huge, waiting = ctypes.CDLL(None, use_errno=True), 2 << 20, 0
libc.mmap.restype = ctypes.c_void_p
listening = socket.create_server(('127.0.0.1', 0))
listening.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
sending = socket.create_connection(listening.getsockname())
sending.setsockopt(socket.SOL_SOCKET, 60, 1)
for _ in range(100):
    start = libc.mmap(None, ctypes.c_size_t(2 * huge), 3, 0x22, -1, ctypes.c_long(0))
    place = (start + huge - 1) // huge * huge
    libc.madvise(ctypes.c_void_p(place), ctypes.c_size_t(huge), 14)
    ctypes.memset(place, 1, 1)
    waiting += libc.send(sending.fileno(), ctypes.c_void_p(place), ctypes.c_size_t(1), 0x4000040) == 1
    libc.munmap(ctypes.c_void_p(start), ctypes.c_size_t(2 * huge))
print('BREACH' if waiting == 100 else os.strerror(ctypes.get_errno()), waiting)
