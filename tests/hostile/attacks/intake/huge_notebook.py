"""Hands in a notebook of 2 GB.

must: It is not read.
graded: 1
ungradable: 1
says: larger than 100 MB
"""
with (here / "eve.ipynb").open("wb") as file:
    file.truncate(2_000_000_000)
