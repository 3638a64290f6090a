"""Leaves configuration that changes the next kernel: ipython_config.py, keras.json, a .pth file.

must: Home is new for every notebook; the runner starts another and looks.
cells: ok
after: ok
kernel: own
outcome: completed
"""
import os
for path in ('~/.ipython/profile_default/startup/0.py', '~/.ipython/profile_default/ipython_config.py', '~/.keras/keras.json', '~/.local/lib/python3.11/site-packages/x.pth'):
    path = os.path.expanduser(path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    open(path, 'w').write('import os; print("BREACH")')
