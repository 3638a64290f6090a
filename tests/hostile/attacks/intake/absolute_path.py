"""Names an entry by an absolute path.

must: The entry is left out and named; the rest is graded.
graded: 2
says: its path is absolute
"""
handed_in(here, "eve.zip", Entry(str(here / "good.ipynb")), Entry("//server/share/x.ipynb"), Entry("hw.ipynb", GOOD))
