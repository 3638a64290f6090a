"""Never ends.

must: Interrupted; the next cell runs.
cells: timeout
after: ok
kernel: own
outcome: timeout
limits: cell_time
"""
while True:
    pass
