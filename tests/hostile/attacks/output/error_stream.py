"""Fills the error stream of the process, which the grader reads to learn why a kernel died.

must: Only the last of it is kept.
kernel: own
cells: ok
after: ok
"""
import os
try:
    fd = os.open('/proc/1/fd/2', os.O_WRONLY)
    for _ in range(100):
        os.write(fd, b'x' * 1_000_000)
except OSError:
    pass
