"""Hands in files whose names differ in case only, so that one overwrites the other on some disks.

must: Both are unpacked under names of our own; the instructor is told which was graded.
graded: 2
says: Not graded: case_clash/eve.zip/HW.ipynb
"""
handed_in(here, "eve.zip", Entry("hw.ipynb", GOOD), Entry("HW.ipynb", BAD))
