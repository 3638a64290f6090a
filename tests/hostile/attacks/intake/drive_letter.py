"""Names a drive of Windows.

must: The entry is left out and named; the rest is graded.
graded: 2
says: its path names a drive
"""
handed_in(here, "eve.zip", Entry("C:\\Windows\\x.ipynb"), Entry("z:x.ipynb"), Entry("hw.ipynb", GOOD))
