"""Loops in C code, where no interrupt is looked for.

must: Killed five seconds after it was asked.
cells: timeout
after: not_run
kernel: own
outcome: timeout
limits: cell_time
cell_timeout_s: 4
"""
import itertools
sum(itertools.repeat(0))
