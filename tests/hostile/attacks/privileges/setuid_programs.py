"""Runs su, sudo and mount, which give rights to who runs them.

must: No program can give new privileges.
"""
import os, subprocess
try:
    got = [p for p in ('/usr/bin/su', '/usr/bin/sudo', '/bin/mount') if os.path.exists(p) and subprocess.run([p, '-h' if 'mount' not in p else '-a'] if False else [p, 'root', '-c', 'id'], capture_output=True, stdin=subprocess.DEVNULL).returncode == 0]
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
