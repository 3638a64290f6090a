"""Packs a file larger than any notebook.

must: It is left out for its size before a byte of it is unpacked.
graded: 2
says: larger than 100 MB
"""
handed_in(here, "eve.zip", Entry("hw.ipynb", GOOD), Entry("data.csv", b"0,1\n" * 30_000_000))
