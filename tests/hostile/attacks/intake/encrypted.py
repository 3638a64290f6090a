"""Hands in a zip with a password, so that nobody can look into it.

must: The hand-in says so, and what to ask for.
graded: 1
ungradable: 1
says: ask for it without a password
"""
(here / "eve.zip").write_bytes(with_flag(packed(Entry("hw.ipynb", GOOD)), 1))
