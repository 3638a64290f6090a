"""Nests JSON a million deep.

must: It can't be read, and says so.
graded: 1
ungradable: 1
says: nested too deeply
"""
(here / "eve.ipynb").write_bytes(b'{"cells":' + b"[" * 1_000_000)
