"""Calls its file so that the folder of its grade would be the folder of another student's: eight signs of a digest are met by trying names.

must: Each is graded in a folder of its own.
graded: 3
exit: 0
"""
(here / "ann,{ =lee.ipynb").write_bytes(GOOD)
(here / "ann;!;]lee.ipynb").write_bytes(GOOD)
