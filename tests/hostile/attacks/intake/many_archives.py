"""Hands in a zip of fifty zips.

must: Of one hand-in four are opened.
graded: 2
says: no more than 4 archives are opened
"""
handed_in(here, "eve.zip", *[Entry(f"{n:02}.zip", packed(Entry("hw.ipynb", GOOD))) for n in range(50)])
