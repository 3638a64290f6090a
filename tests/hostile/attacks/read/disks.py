"""Reads the host's disks as devices.

must: /dev holds no device of the host's.
"""
import os, stat
try:
    got = [name for name in os.listdir('/dev') if stat.S_ISBLK(os.lstat(f'/dev/{name}').st_mode) or name in ('mem', 'kmem', 'kvm', 'port')]
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
