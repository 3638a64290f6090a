"""Asks for trainings and reads none of the answers.

must: The grader waits no longer than the notebook lives.
kernel: own
outcome: *
cells: timeout
limits: cell_time
cell_timeout_s: 4
"""
# include frames

ASKS = {'event': 'training_asked', 'run': 1, 'start': 'fresh', 'start_digest': '0' * 32}


for run in range(20_000):
    send({**ASKS, 'run': run})
import time
time.sleep(60)
