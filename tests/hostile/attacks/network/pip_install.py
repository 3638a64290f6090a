"""Installs a package.

must: pip finds no index, and could not write.
"""
import subprocess, sys
try:
    got = subprocess.run([sys.executable, '-m', 'pip', 'install', '--retries', '0', '--timeout', '2', 'requests-not-there'], capture_output=True).returncode == 0
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
