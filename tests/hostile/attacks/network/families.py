"""Asks for a socket of every family there is.

must: AF_UNIX, AF_INET, AF_INET6 and netlink's routes; no module is loaded for the rest.
"""
import ctypes
libc, got = ctypes.CDLL(None, use_errno=True), []
for family in range(1, 46):
    for kind in (1, 2, 3, 5):
        number = libc.socket(family, kind, 0)
        if number >= 0:
            got.append(family)
print('refused' if set(got) <= {1, 2, 10, 16} else 'BREACH')
