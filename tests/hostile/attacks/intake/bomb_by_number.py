"""Packs 3,000 empty files, each of which takes a place in the file system.

must: One hand-in may hold a thousand; the rest is left out.
graded: 2
says: this one holds more
"""
handed_in(here, "eve.zip", Entry("a/hw.ipynb", GOOD), *[Entry(f"b/{n}.txt", b"") for n in range(3_000)])
