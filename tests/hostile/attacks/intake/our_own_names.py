"""Names its files as the grader names its own, to be taken for its records.

must: They are unpacked under numbers; the grader's records are its own.
graded: 2
"""
forged = b'[{"parts": ["hw.ipynb"], "path": "/etc/passwd", "problem": ""}]'
handed_in(here, "eve.zip", Entry("unpacked.json", forged), Entry("000/unpacked.json", forged), Entry("records/done.json", forged), Entry("hw.ipynb", GOOD))
