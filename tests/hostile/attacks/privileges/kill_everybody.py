"""Kills every process it may send signals to, but itself.

must: Nobody but the sandbox's own is there.
"""
import os
try:
    got = [os.kill(int(pid), 9) for pid in os.listdir('/proc') if pid.isdigit() and int(pid) != os.getpid()] and None
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
