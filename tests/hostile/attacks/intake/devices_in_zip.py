"""Packs named pipes and devices, which would block or worse.

must: They are never made; the rest is graded.
graded: 2
says: it is a named pipe
"""
handed_in(here, "eve.zip", Entry("pipe.ipynb", b"", mode=PIPE), Entry("disk.ipynb", b"", mode=DEVICE), Entry("hw.ipynb", GOOD))
