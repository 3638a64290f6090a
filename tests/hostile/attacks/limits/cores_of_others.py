"""Leaves the cores that it was given for others, on which a neighbour's notebook runs.

must: It stays where it is.
"""
import os
own = os.sched_getaffinity(0)
other = {min(own)} if len(own) > 1 else set(range(os.cpu_count())) - own
if other:
    os.sched_setaffinity(0, other)
print('BREACH' if os.sched_getaffinity(0) != own else own)
