"""Locks a file byte by byte: each lock is memory of the system's that belongs to no process.

must: Ended for its locks.
kernel: own
cells: error
after: not_run
limits: processes
"""
import fcntl, time
held = [open(f'/tmp/locked-{number}', 'w') for number in range(8)]
for one in held:
    for place in range(4_000):
        fcntl.lockf(one, fcntl.LOCK_EX, 1, 2 * place)
time.sleep(10)
print('BREACH')
