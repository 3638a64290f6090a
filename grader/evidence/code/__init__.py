"""Reads a notebook's code for what it could do, without running it."""
