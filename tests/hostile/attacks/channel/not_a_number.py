"""Reports losses that are NaN, infinite and 10^400.

must: They are kept as they came, or the event is passed over.
kernel: own
cells: ok
after: ok
outcome: completed
"""
# include frames
send(b'{"event":"epoch_finished","run":1,"epoch":0,"logs":{"loss":NaN,"a":-Infinity,"b":1e400}}')
send(b'{"event":"epoch_finished","run":1e400,"epoch":-1}')
