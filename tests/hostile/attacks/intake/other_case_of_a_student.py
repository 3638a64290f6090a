"""Hands in as `Ann`, where there is an `ann`.

must: Two hand-ins, which are never put together, and a note.
graded: 3
says: looks like that of another hand-in
"""
source = here.parent / "class.zip"
entries = [Entry(f"submitted/{student}/ps1/{name}", GOOD) for student in ("ann", "Ann", "bob") for name in ("hw.ipynb", "timestamp.txt")]
source.write_bytes(packed(*entries))
