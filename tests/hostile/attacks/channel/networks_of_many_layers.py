"""Tells of hundreds of trainings of networks with four hundred layers, each of which would be aligned with what is asked for.

must: What has far too many layers answers nothing, without being aligned.
kernel: own
cells: ok
after: ok
outcome: completed
"""
# include channel

layers = [DENSE] * 400
for run in range(1000, 1600):
    send({'event': 'fit_started', 'run': run, 'model': model(layers), 'compiled': COMPILED, 'epochs': 3})
