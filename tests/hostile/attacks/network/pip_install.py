"""Installs a package.

must: Nothing is installed, whatever pip is said to have done.
"""
import subprocess, sys
try:
    command = [sys.executable, '-m', 'pip', 'install', '--retries', '0', '--timeout', '2', 'six-not-there']
    subprocess.run(command, capture_output=True)
    import importlib.util
    print('BREACH' if importlib.util.find_spec('six_not_there') else 'nothing')
except Exception as refused:
    print(repr(refused))
