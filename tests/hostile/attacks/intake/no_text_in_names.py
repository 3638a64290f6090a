"""Names an entry by bytes that are no text, and says that they are UTF-8.

must: It costs that hand-in, at most; the others are graded.
graded: 1
ungradable: 1
says: can't be read as a zip archive
"""
archive = with_flag(packed(Entry("hw__.ipynb", GOOD)), 0x800)
(here / "eve.zip").write_bytes(archive.replace(b"hw__", b"hw\xff\xfe"))
