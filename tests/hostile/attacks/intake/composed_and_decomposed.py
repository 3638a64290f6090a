"""Names two hand-ins the same, once with é in one sign and once in two.

must: Each is graded under its own; the instructor is told that they look the same.
graded: 3
says: looks like that of another hand-in
"""
(here / "Jos\u00e9.ipynb").write_bytes(GOOD)
(here / "Jose\u0301.ipynb").write_bytes(GOOD)
