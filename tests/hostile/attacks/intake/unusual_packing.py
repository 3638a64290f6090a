"""Packs by LZMA with a dictionary of gigabytes, which unpacking would have to allocate.

must: Only stored and deflated entries are unpacked.
graded: 1
ungradable: 1
says: packed in an unusual way
"""
import zipfile

handed_in(here, "eve.zip", Entry("hw.ipynb", GOOD, method=zipfile.ZIP_LZMA))
