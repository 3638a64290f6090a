"""Sends an event with ten million values.

must: Ended for what it recorded; it is never read.
kernel: own
outcome: kernel_died
limits: recording
cells: error
after: not_run
"""
# include frames
send(b'{"event":"epoch_finished","run":1,"epoch":0,"logs":{},"x":[' + b'0,' * 1_900_000 + b'0]}')
send(b'{"event":"epoch_finished","run":1,"epoch":0,"logs":{},"x":[' + b'0,' * 1_900_000 + b'0]}')
send(b'{"event":"epoch_finished","run":1,"epoch":0,"logs":{},"x":[' + b'0,' * 1_900_000 + b'0]}')
import time
time.sleep(5)
