"""Packs zips in zips, twenty deep.

must: They are opened two deep and no deeper.
graded: 1
ungradable: 1
says: this one lies deeper
"""
(here / "eve.zip").write_bytes(nested(20, Entry("hw.ipynb")))
