"""What the program needs of the machine: child processes of its own, files written whole,
bubblewrap.
"""
