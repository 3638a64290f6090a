"""Looks for files that the grader left open.

must: Only pipes, sockets, /dev/null and the notebook's own files are open.
"""
import os
try:
    got = [link for link in (os.readlink(f'/proc/self/fd/{fd}') for fd in os.listdir('/proc/self/fd') if os.path.lexists(f'/proc/self/fd/{fd}')) if link.startswith('/') and not link.startswith(('/dev/', '/proc/', '/home/student', '/tmp'))]
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
