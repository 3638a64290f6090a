"""Types a command into the operator's terminal.

must: It has no terminal, and TIOCSTI is refused.
"""
import fcntl, termios
try:
    got = [fcntl.ioctl(fd, termios.TIOCSTI, b'x') for fd in range(3)]
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
