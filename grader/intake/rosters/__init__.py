"""Reads who is in the class, and tells which hand-in is whose."""
