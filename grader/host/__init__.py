"""Gives the program what it needs of the machine: child processes of its own, files written whole,
bubblewrap.
"""
