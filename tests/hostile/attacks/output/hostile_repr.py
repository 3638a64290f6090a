"""Never ends to display itself.

must: Interrupted; the next cell runs.
cells: timeout
after: *
kernel: own
outcome: timeout
limits: cell_time
cell_timeout_s: 4
"""
class Endless:
    def __repr__(self):
        while True:
            pass

Endless()
