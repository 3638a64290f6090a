"""Lets the host write out everything that anybody has written, again and again.

must: It is told that it was done, and nothing is.
"""
import os, time
def thousand():
    started = time.monotonic()
    for _ in range(1_000):
        os.sync()
    return time.monotonic() - started

print('nothing was done' if min(thousand() for _ in range(20)) < 0.02 else 'BREACH')
