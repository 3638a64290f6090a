"""Claims a small size for an entry that is larger.

must: The entry is damaged and left out.
graded: 1
ungradable: 1
says: it is damaged
"""
(here / "eve.zip").write_bytes(with_size(packed(Entry("hw.ipynb", GOOD)), 100))
