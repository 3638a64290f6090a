"""Asks with numbers that are none, settings of other types, callbacks without end.

must: What is no question of the recorder's is turned away, and answered.
kernel: own
rejected: yes
"""
# include frames

ASKS = {'event': 'training_asked', 'run': 1, 'start': 'fresh', 'start_digest': '0' * 32}


SETTINGS = ({'rates': ['fast']}, {'metrics': [{'name': 1}]}, {'class_weight': [1]}, {'callbacks': {'a': 1}})
for settings in SETTINGS:
    send({**ASKS, 'settings': settings})
send({**ASKS, 'start': 'from the end'})
send({**ASKS, 'run': 10**30})
send({**ASKS, 'settings': {'rates': [float('nan')] * 100_000}})
