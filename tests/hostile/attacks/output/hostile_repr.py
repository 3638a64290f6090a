"""Never ends to display itself.

must: Interrupted; the next cell runs.
cells: timeout
after: *
kernel: own
outcome: timeout
limits: cell_time
"""
class Endless:
    def __repr__(self):
        while True:
            pass

Endless()
