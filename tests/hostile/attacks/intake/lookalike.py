"""Hands in under another student's name with a Cyrillic letter in it.

must: Each is graded under its own; the instructor is told that they look the same.
graded: 3
says: looks like that of another hand-in
"""
source = here.parent / "submitted"
for student in ("ann", "\u0430nn", "bob"):
    (source / student / "ps1").mkdir(parents=True)
    (source / student / "ps1" / "hw.ipynb").write_bytes(GOOD)
    (source / student / "ps1" / "timestamp.txt").write_text("2026-01-01")
