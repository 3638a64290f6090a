"""Packs a link to a folder, and a file that goes through it.

must: The link is never made; the file lies where our own numbering puts it.
graded: 2
says: it is a link
"""
handed_in(here, "eve.zip", Entry("up", b"../../..", mode=LINK), Entry("up/outside.ipynb", GOOD))
