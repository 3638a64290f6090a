"""Asks for pairs of sockets of families that it gets no single socket of, which loads their modules.

must: There are pairs of AF_UNIX only.
bare: breach
"""
import ctypes
libc, pair, asked = ctypes.CDLL(None, use_errno=True), (ctypes.c_int * 2)(), set()
for family in (17, 30, 38, 40, 44):
    for kind in (1, 2, 5):
        libc.socketpair(family, kind, 0, pair)
        asked.add(ctypes.get_errno())
print('refused' if asked == {97} else 'BREACH')
