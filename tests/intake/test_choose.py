"""Which of several notebooks is graded."""

import pytest

from grader.intake import collect
from tests.hostile.packing import Entry, notebook, packed

SHORT, LONG = notebook("x = 1"), notebook("x = 1\n" * 50)


def graded(folder, **files: bytes):
    """What is graded of one student's files."""
    path = folder / "class.zip"
    path.write_bytes(packed(*[Entry(f"doe_1_{n}_{name}", data) for n, (name, data) in enumerate(files.items(), 10)]))
    (one,) = collect(path, work=folder / "out" / "intake").hand_ins
    return one.name.partition("_1_")[2].partition("_")[2], one.origin.notes, len(one.beside)


@pytest.mark.parametrize(
    ("files", "expected", "why"),
    [
        ({"hw.ipynb": LONG, "hw-1.ipynb": SHORT, "hw-2.ipynb": SHORT}, "hw-2.ipynb", "the last one handed in"),
        ({"hw-9.ipynb": LONG, "hw-10.ipynb": SHORT}, "hw-10.ipynb", "the last one handed in"),
        ({"a.ipynb": SHORT, "b.ipynb": LONG}, "b.ipynb", "the one with the most code"),
        ({"hw.ipynb": SHORT, "hw-Copy1.ipynb": LONG}, "hw.ipynb", "that is no copy or draft"),
        ({"hw (1).ipynb": LONG, "hw.ipynb": SHORT}, "hw.ipynb", "that is no copy or draft"),
        ({"a.ipynb": b"{", "b.ipynb": SHORT}, "b.ipynb", "the one with the most code"),
        ({"a.ipynb": b"{", "b.ipynb": b"["}, "a.ipynb", "none of them could be read"),
    ],
)
def test_the_choice_is_told(tmp_path, files, expected, why):
    """One is graded; the others are named, with the reason."""
    name, notes, beside = graded(tmp_path, **files)

    assert name == expected
    assert why in notes[0]
    assert all(other in notes[0] for other in files if other != expected)
    assert beside == len(files) - 1


@pytest.mark.parametrize("name", ["hw.ipynb.txt", "hw.ipynb.json", "HW.IPYNB"])
def test_a_notebook_is_known_by_what_browsers_make_of_its_name(tmp_path, name):
    """Some add an ending of their own."""
    assert graded(tmp_path, **{name: SHORT}) == (name, (), 0)


def test_one_notebook_needs_no_reason(tmp_path):
    """Other files beside it are kept, and nothing is said."""
    name, notes, beside = graded(tmp_path, **{"hw.ipynb": SHORT, "data.csv": b"1", "report.pdf": b"%PDF"})

    assert (name, notes, beside) == ("hw.ipynb", (), 2)
