"""Takes all the room that its user's pipes may have on the host, so that everybody else's hold a page or two.

must: A neighbour starts and is graded all the same.
kernel: own
slow: yes
cells: ok
after: ok
"""
import fcntl, os, time
held = []
try:
    while len(held) < 440:
        held.append(os.pipe())
        fcntl.fcntl(held[-1][1], 1031, 1048576)
except OSError as error:
    print(error)
time.sleep(4)
