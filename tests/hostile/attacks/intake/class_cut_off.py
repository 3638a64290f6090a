"""The download of the whole class broke off.

must: The command says what is wrong and what to do, and ends with 3.
exit: 3
graded: 0
says: fetch the archive again
"""
archive = packed(*[Entry(f"doe_{n}_{n}0_hw.ipynb", GOOD) for n in range(9)])
source = here.parent / "class.zip"
source.write_bytes(archive[: len(archive) - 200])
