"""Hands in the first half of a zip.

must: The hand-in says that it can't be read; the others are graded.
graded: 1
ungradable: 1
says: can't be read as a zip archive
"""
archive = packed(Entry("hw.ipynb", GOOD), Entry("b.ipynb", GOOD))
(here / "eve.zip").write_bytes(archive[: len(archive) // 2])
