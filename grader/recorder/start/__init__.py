"""Starts the kernel with the recorder in place, forked or not, and shuts it in."""
