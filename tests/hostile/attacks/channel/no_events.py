"""Sends frames that are no events.

must: Each is counted and passed over; the next cell runs.
kernel: own
cells: ok
after: ok
outcome: completed
rejected: yes
"""
# include frames
for header in (b'', b'{}', b'[1]', b'null', b'{"event": "graded", "points": 100}', b'\xff', b'[' * 10_000):
    send(header)
