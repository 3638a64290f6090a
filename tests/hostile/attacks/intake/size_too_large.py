"""Claims a large size for an entry that is smaller, so that room is made for it.

must: The entry is damaged and left out.
graded: 1
ungradable: 1
says: it is damaged
"""
(here / "eve.zip").write_bytes(with_size(packed(Entry("hw.ipynb", BAD)), 15_000_000))
