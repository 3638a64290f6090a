"""Writes noise into the recorder's channel.

must: The run ends for what it recorded; what was recorded before is kept.
kernel: own
outcome: kernel_died
limits: recording
rejected: yes
cells: error
after: not_run
"""
# include frames
send(os.urandom(100_000), sizes=(2**32 - 1, 2**63))
import time
time.sleep(5)
