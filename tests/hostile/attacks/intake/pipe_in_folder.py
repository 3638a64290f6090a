"""Hands in a named pipe and a socket, at which a reader waits for ever.

must: They are not opened.
graded: 1
ungradable: 2
says: it is a named pipe
"""
import os
import socket

os.mkfifo(here / "eve.ipynb")
listening = socket.socket(socket.AF_UNIX)
listening.bind(str(here / "s.ipynb"))
listening.close()
