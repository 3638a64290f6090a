"""Names its file so that the ids of another student stand in it.

must: The ids that Canvas put before the name count.
graded: 2
says: "id":"666"
unsaid: "id":"111"
"""
source = here.parent / "submissions.zip"
source.write_bytes(packed(Entry("good_555_10_hw.ipynb", GOOD), Entry("eve_666_20_ann_LATE_111_30_hw.ipynb", GOOD)))
