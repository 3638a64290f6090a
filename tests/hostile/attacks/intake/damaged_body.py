"""Damages one entry in the zip of a whole class.

must: It costs that entry; the others are graded.
graded: 2
ungradable: 1
says: it is damaged
"""
archive = bytearray(packed(Entry("ann_1_10_hw.ipynb", GOOD), Entry("eve_2_20_hw.ipynb", GOOD), Entry("zoe_3_30_hw.ipynb", GOOD)))
archive[archive.index(b"eve_2_20") + 400] ^= 0xFF
source = here.parent / "class.zip"
source.write_bytes(archive)
