"""Sends an archive whose checksum is wrong, so that whoever reads it later stumbles.

must: No such file is kept.
kernel: own
cells: ok
after: ok
rejected: yes
arrays: none
outcome: completed
"""
# include frames
good = npz(w0000=npy({'descr': '<f8', 'fortran_order': False, 'shape': (4,)}, bytes(32)))
send(FINISHED, good.replace(bytes(32), b'x' * 32))
