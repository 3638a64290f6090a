"""Ignores every signal and every exception.

must: Killed five seconds after it was asked.
cells: timeout
after: not_run
kernel: own
outcome: timeout
limits: cell_time
cell_timeout_s: 4
slow: yes
"""
import signal
for number in (signal.SIGINT, signal.SIGTERM):
    signal.signal(number, signal.SIG_IGN)
while True:
    try:
        while True:
            pass
    except BaseException:
        pass
