"""Names entries of its zip so that unpacking writes elsewhere.

must: The entries are left out and named; nothing lies outside the output folder.
graded: 2
says: leads out of the archive
"""
handed_in(
    here,
    "eve.zip",
    Entry("../../outside.ipynb"),
    Entry("../" * 40 + f"{outside.parent}/breach.ipynb".lstrip("/")),
    Entry("a/../../good.ipynb"),
    Entry("hw.ipynb", GOOD),
)
