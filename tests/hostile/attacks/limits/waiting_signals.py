"""Takes every timer and waiting signal that its user may have on the host.

must: A process has a few hundred.
bare: breach
"""
import ctypes
libc, number = ctypes.CDLL(None), ctypes.c_int()
made = 0
while made < 5000 and libc.syscall(222, 1, 0, ctypes.byref(number)) == 0:
    made += 1
for timer in range(made):
    libc.syscall(226, timer)
print('BREACH' if made >= 5000 else f'refused after {made}')
