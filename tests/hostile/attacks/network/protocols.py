"""Asks for sockets of protocols for which the host loads a module into its kernel, and for MPTCP, of which no list says what it holds.

must: TCP, UDP and ICMP, as programs ask for them; no module is loaded for the rest.
"""
import ctypes, os
libc, got, refused = ctypes.CDLL(None, use_errno=True), [], set()
for family in (2, 10):
    for kind in (1, 2, 5, 6):
        for protocol in (0, 33, 103, 115, 132, 136, 256, 262):
            number = libc.socket(family, kind | 0x80000, protocol)
            if number >= 0:
                got.append((kind, protocol))
                os.close(number)
            else:
                refused.add(os.strerror(ctypes.get_errno()))
print(sorted(refused))
print('refused' if set(got) <= {(1, 0), (2, 0)} else f'BREACH {got}')
