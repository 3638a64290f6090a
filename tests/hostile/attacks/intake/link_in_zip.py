"""Packs a symbolic link to a file of the host, to read it as its notebook.

must: The link is never made; the hand-in has no notebook and says why.
graded: 1
ungradable: 1
says: it is a link
"""
handed_in(here, "eve.zip", Entry("hw.ipynb", str(outside).encode(), mode=LINK))
