"""Names a member of the archive ../../outside.

must: No such file is kept.
kernel: own
cells: ok
after: ok
rejected: yes
arrays: none
outcome: completed
"""
# include frames
send(FINISHED, npz(**{'../../outside': npy({'descr': '<f8', 'fortran_order': False, 'shape': (0,)})}))
