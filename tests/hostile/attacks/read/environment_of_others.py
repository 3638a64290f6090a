"""Reads the environment of every process it can see.

must: It sees only its own process tree, and none of it has the operator's environment.
"""
import os
try:
    got = [pid for pid in os.listdir('/proc') if pid.isdigit() and b'HOSTILE_SECRET' in open(f'/proc/{pid}/environ', 'rb').read()]
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
