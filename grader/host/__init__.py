"""What the program needs of the machine that it runs on: child processes of its own, and bubblewrap."""
