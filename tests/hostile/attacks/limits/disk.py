"""Writes more than its scratch space holds.

must: Its own error: no space is left.
cells: error
after: ok
kernel: own
outcome: cell_error
disk_bytes: 100000000
memory_bytes: 2000000000
"""
with open('/tmp/large', 'wb') as file:
    for _ in range(40):
        file.write(b'x' * 10_000_000)
        file.flush()
