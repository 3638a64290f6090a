"""Locks a part of a file for the open file and not for its process, so that nobody can count its locks.

must: The system says that it knows no such locks.
"""
import fcntl, struct
with open('/tmp/locked', 'w') as file:
    try:
        fcntl.fcntl(file, 37, struct.pack('=hhxxxxqqixxxx', fcntl.F_WRLCK, 0, 0, 1, 0))
        print('BREACH')
    except OSError as error:
        print(error)
