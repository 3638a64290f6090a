"""Fills files that have no name any more.

must: Ended for its memory: the file system counts them.
kernel: own
outcome: out_of_memory
limits: memory
cells: error
after: not_run
"""
held = []
while True:
    held.append(open('/tmp/file', 'wb'))
    held[-1].write(b'x' * 10_000_000)
    __import__('os').remove('/tmp/file')
