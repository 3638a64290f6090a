"""Lists a million and a half entries, and hides how long that list is: the mark of the archive's end stands within the end once more.

must: No more of a list is read than any hand-in has, whichever mark says how long it is.
graded: 1
ungradable: 1
says: far more entries
"""
entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 3, 20, 0, 0, 0, 0, 0x5000, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0) + b"x"
listed = entry * 1_500_000
end = struct.pack("<4s2H4sLLH", b"PK\5\6", 0, 0, b"PK\5\6", len(listed), 0, 0)
(here / "eve.zip").write_bytes(listed + end)
