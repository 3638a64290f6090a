"""Makes files without content, each of which takes a little of the kernel's memory.

must: Ended for its memory.
slow: yes
kernel: own
outcome: out_of_memory
limits: memory
cells: error
after: not_run
"""
number = 0
while True:
    open(f'/tmp/{number}', 'w').close()
    number += 1
