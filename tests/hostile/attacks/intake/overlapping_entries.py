"""Lets 2,000 entries share one body: 40 GB in 50 kB, without a zip in a zip.

must: Entries that lie over one another are left out, all of them.
graded: 1
ungradable: 1
says: it lies over another entry
"""
(here / "eve.zip").write_bytes(overlapping(2_000, 20_000_000))
