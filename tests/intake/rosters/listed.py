"""A roster, read from a file of these words."""

from grader.intake import read_roster


def roster(folder, content):
    path = folder / "roster.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_roster(path)
