"""Hands in an empty zip, a folder without files, and a picture.

must: Each is named; the others are graded.
graded: 1
ungradable: 1
says: it is empty
"""
handed_in(here, "eve.zip")
(here / "folder").mkdir()
(here / "photo.jpg").write_bytes(b"\xff\xd8\xff")
