"""Describes models, layers and activations by lists, numbers and objects where names belong.

must: They are refused by name; no fault of the grader's comes of it.
kernel: own
cells: ok
after: ok
outcome: completed
"""
# include channel

for run, odd in enumerate(([], {}, None, 5, [[]], {'class_name': []}), start=1000):
    config = {'name': odd, 'layers': [{'class_name': odd, 'config': odd}], 'activation': odd, 'build_input_shape': odd}
    architecture = json.dumps({'class_name': odd, 'config': config, 'module': odd, 'registered_name': odd})
    layers = [{**DENSE, 'config': {'units': odd, 'activation': odd, 'layers': [odd]}}]
    send({'event': 'fit_started', 'run': run, 'model': {**model(layers), 'architecture': architecture}, 'compiled': COMPILED, 'epochs': 3})
