"""Asks for the processor before everybody else, by real-time priority and by deadline.

must: Refused.
"""
import ctypes, os
libc, asked = ctypes.CDLL(None), []
for policy in (1, 2):
    try:
        os.sched_setscheduler(0, policy, os.sched_param(1))
        asked.append(policy)
    except OSError as error:
        print(error)
print('BREACH' if asked else 'refused')
