"""Breaks the line in a file's name, to write lines of its own into lists and logs.

must: It is shown on one line.
graded: 3
"""
(here / "a\nFORGED: all points\n.ipynb").write_bytes(GOOD)
handed_in(here, "b\r\n.zip", Entry("x\r\nFORGED: all points.ipynb", GOOD))
