"""Declares an array of 10⁹ by 10⁹ numbers that nothing backs.

must: No such file is kept.
kernel: own
cells: ok
after: ok
rejected: yes
arrays: none
outcome: completed
"""
# include frames
send(FINISHED, npz(w0000=npy({'descr': '<f8', 'fortran_order': False, 'shape': (10**9, 10**9)})))
