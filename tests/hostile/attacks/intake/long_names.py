"""Names a file by 60,000 letters, and one by signs of four bytes each, longer than any file system takes.

must: It is unpacked under a name of our own and shown shortened.
graded: 3
"""
handed_in(here, "eve.zip", Entry("x" * 60_000 + ".ipynb", GOOD))
source = here.parent / "class.zip"
source.write_bytes(packed(Entry("good.ipynb", GOOD), Entry("\U00020000" * 15_000 + ".ipynb", GOOD), Entry("eve.zip", (here / "eve.zip").read_bytes())))
