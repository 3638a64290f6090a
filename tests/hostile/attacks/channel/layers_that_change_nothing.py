"""Hides a network behind tens of thousands of layers that count for nothing.

must: So many are looked at and no more.
kernel: own
cells: ok
after: ok
outcome: completed
"""
# include channel

flat = {'class_name': 'Flatten', 'name': 'f'}
for run in range(1000, 1004):
    send({'event': 'fit_started', 'run': run, 'model': model([flat] * 60_000), 'compiled': COMPILED, 'epochs': 3})
