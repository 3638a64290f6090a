"""Packs its notebook a thousand folders deep.

must: It is left out; nobody walks there.
graded: 1
ungradable: 1
says: folders deep
"""
handed_in(here, "eve.zip", Entry("d/" * 1000 + "hw.ipynb", GOOD))
