"""Hands in a zip that looks like Canvas' download, with a file under another student's id.

must: What a student packed says nothing of whose it is.
graded: 2
says: "id":"666"
unsaid: "id":"111"
"""
source = here.parent / "submissions.zip"
inner = packed(Entry("ann_111_40_hw.ipynb", GOOD))
source.write_bytes(packed(Entry("good_555_10_hw.ipynb", GOOD), Entry("eve_666_20_work.zip", inner)))
