"""Packs 90 MB of zeros into a hundred kB, so that unpacking fills the disk.

must: What packs so well is no notebook: each entry is left out for its ratio.
graded: 2
says: times its size
"""
handed_in(here, "eve.zip", Entry("hw.ipynb", GOOD), *[Entry(f"{n}.ipynb", b"\0" * 90_000_000) for n in range(3)])
