"""Sends an array of objects, which unpickles as code where it is loaded carelessly.

must: No such file is kept.
kernel: own
cells: ok
after: ok
rejected: yes
arrays: none
outcome: completed
"""
# include frames
send(FINISHED, npz(w0000=npy({'descr': '|O', 'fortran_order': False, 'shape': (1,)}, b'cos\nsystem\n(S"true"\ntR.')))
