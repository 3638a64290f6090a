"""Asks for runs that no fit has begun, for one of them again and again, and for one that went on from itself.

must: Each is declined, and the kernel trains or does not.
kernel: own
"""
# include frames

ASKS = {'event': 'training_asked', 'run': 1, 'start': 'fresh', 'start_digest': '0' * 32}


for run in (0, 1, 1, -5, 2**52):
    send({**ASKS, 'run': run})
    send({**ASKS, 'run': run, 'start': 'after', 'after': run, 'optimizer': 'continues'})
