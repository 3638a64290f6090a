"""Reports a training that never was, with perfect values.

must: It is a claim: no weights, nothing to score; see also the truth attacks.
kernel: own
cells: ok
after: ok
outcome: completed
"""
# include frames
send({**FINISHED, 'history': {'val_accuracy': [1.0]}, 'epochs_run': 500})
