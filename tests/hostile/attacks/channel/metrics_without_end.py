"""Sends in each epoch a thousand metrics that no epoch before had.

must: Only those that decide are remembered.
kernel: own
cells: ok
after: ok
outcome: completed
"""
# include channel

send({'event': 'fit_started', 'run': 900, 'model': model([DENSE]), 'compiled': COMPILED, 'epochs': 2**50})
for epoch in range(500):
    send({'event': 'epoch_finished', 'run': 900, 'epoch': epoch, 'logs': {f'metric_{epoch}_{number}': 0.5 for number in range(1000)}})
