"""Opens a channel of widgets and sends through it without end.

must: Such messages are not kept.
cells: ok
after: ok
kernel: own
"""
from comm import create_comm
channel = create_comm('x')
for _ in range(2000):
    channel.send({'x': 'y' * 1000})
