"""Climbs with Windows' separators, which a check for / does not see.

must: Both separators count; the entry is left out and named.
graded: 2
says: leads out of the archive
"""
handed_in(here, "eve.zip", Entry("..\\..\\outside.ipynb"), Entry("\\\\server\\x.ipynb"), Entry("work\\hw.ipynb", GOOD))
