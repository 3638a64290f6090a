"""Lets the host write out everything that anybody has written, again and again.

must: It is told that it was done, and nothing is.
"""
import os, time
started = time.monotonic()
for _ in range(20_000):
    os.sync()
print('nothing was done' if time.monotonic() - started < 2 else 'BREACH')
