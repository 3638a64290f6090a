"""Hides objects in the fields of a structured type.

must: No such file is kept.
kernel: own
cells: ok
after: ok
rejected: yes
arrays: none
outcome: completed
"""
# include frames
send(FINISHED, npz(w0000=npy({'descr': [('a', '|O')], 'fortran_order': False, 'shape': (1,)}, bytes(8))))
