"""Reads the memory of the kernel.

must: The files are empty or closed.
"""
import os
try:
    got = [name for name in ('kcore', 'kallsyms', 'kmsg', 'keys', 'timer_list') if os.access(f'/proc/{name}', os.R_OK) and open(f'/proc/{name}', 'rb').read(1)]
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
