"""Asks a socket for bridges and virtual networks, for which the host loads modules into its kernel, whoever asks.

must: The filter refuses the calls.
"""
import ctypes, os, socket
libc, said = ctypes.CDLL(None, use_errno=True), set()
with socket.socket() as asked:
    for call in (0x8940, 0x8941, 0x8982, 0x8983):
        got = libc.ioctl(asked.fileno(), ctypes.c_ulong(call), ctypes.create_string_buffer(256))
        said.add('done' if got == 0 else os.strerror(ctypes.get_errno()))
print('refused' if said == {'Operation not permitted'} else f'BREACH {said}')
