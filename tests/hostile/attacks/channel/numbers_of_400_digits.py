"""Reports epochs, runs and shapes of four hundred digits, and negative ones.

must: Each is passed over, or kept within bounds; no fault of the grader's.
kernel: own
cells: ok
after: ok
outcome: completed
"""
# include frames
for number in (10**400, -10**400, 2**63, -1):
    send({'event': 'epoch_finished', 'run': number, 'epoch': number, 'logs': {'loss': 0.1}})
    send({**FINISHED, 'run': number, 'epochs_run': number})
send(b'{"event":"epoch_finished","run":1,"epoch":' + b'9' * 5000 + b',"logs":{}}')
