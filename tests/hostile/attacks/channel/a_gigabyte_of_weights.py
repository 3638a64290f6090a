"""Exports a gigabyte of weights.

must: Left out with a note, never held in memory; the notebook goes on.
kernel: own
cells: ok
after: ok
limits: recording
outcome: completed
cell_timeout_s: 60
slow: yes
"""
# include frames
body = bytes(50_000_000)
for _ in range(20):
    send(FINISHED, npz(w0000=npy({'descr': '|u1', 'fortran_order': False, 'shape': (50_000_000,)}, body)))
