"""Packs two files under one name: one for the checker of names, one for the grader.

must: Both are unpacked under names of our own; the instructor is told which was graded.
graded: 2
says: Of 2 notebooks
"""
handed_in(here, "eve.zip", Entry("hw.ipynb", GOOD), Entry("hw.ipynb", BAD))
