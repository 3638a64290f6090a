"""Leaves modules in its folder that stand in for the recorder's.

must: The folder is not searched before the system's.
cells: ok
after: ok
kernel: own
outcome: completed
"""
for name in ('json', 'zmq', 'recorder', 'sitecustomize', 'tensorflow', 'numpy'):
    open(f'{name}.py', 'w').write('raise SystemExit("BREACH")')
import json, zmq, subprocess, sys
print(subprocess.run([sys.executable, '-P', '-c', 'import json'], capture_output=True, text=True).stderr)
