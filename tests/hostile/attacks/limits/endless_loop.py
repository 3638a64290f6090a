"""Never ends.

must: Interrupted; the next cell runs.
cells: timeout
after: ok
kernel: own
outcome: timeout
limits: cell_time
cell_timeout_s: 4
"""
while True:
    pass
