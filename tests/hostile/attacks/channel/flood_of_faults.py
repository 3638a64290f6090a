"""Reports twenty thousand faults of the recorder beside a thousand trainings.

must: They are gone through once; twenty are told.
kernel: own
cells: ok
after: ok
outcome: completed
"""
# include channel

for run in range(1000, 2000):
    send({'event': 'fit_started', 'run': run, 'model': model([DENSE]), 'compiled': COMPILED, 'epochs': 3, 'execution_count': 2})
for number in range(20_000):
    send({'event': 'recorder_fault', 'traceback': f'Fault {number}', 'execution_count': number})
