"""Claims a list of entries far longer than the archive.

must: The archive is damaged, says its hand-in; the others are graded.
graded: 1
ungradable: 1
says: can't be read as a zip archive
"""
archive = bytearray(packed(Entry("hw.ipynb")))
end = archive.rindex(b"PK\x05\x06")
archive[end + 8 : end + 16] = b"\xff\xff\xff\xff\xff\xff\xff\x7f"
(here / "eve.zip").write_bytes(archive)
