"""Fills the pipe of answers, so that the grader waits for ever.

must: The grader waits no longer than the notebook lives.
kernel: own
outcome: *
cells: timeout
limits: cell_time
cell_timeout_s: 4
"""
# include frames
for _ in range(20_000):
    send(EPOCH)
