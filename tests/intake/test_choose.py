"""One of several notebooks is chosen to be graded."""

import pytest

from grader.intake import collect
from tests.hostile.packing import Entry, notebook, packed

SHORT, HALF, LONG = notebook("x = 1"), notebook("x = 1\n" * 25), notebook("x = 1\n" * 50)
STARTER, WORK = (
    notebook("# your code here\n" * 40),
    notebook("# your code here\n" * 40, "model = make()"),
)


def graded(folder, **files: bytes):
    """What is graded of one student's files."""
    path = folder / "class.zip"
    path.write_bytes(
        packed(
            *[Entry(f"doe_1_{n}_{name}", data) for n, (name, data) in enumerate(files.items(), 10)]
        )
    )
    (folder / "starter.ipynb").write_bytes(STARTER)
    (one,) = collect(
        path, work=folder / "out" / "intake", starter=folder / "starter.ipynb"
    ).hand_ins
    return one.name.partition("_1_")[2].partition("_")[2], one.origin.notes, len(one.beside)


@pytest.mark.parametrize(
    ("files", "expected", "why"),
    [
        (
            {"hw.ipynb": LONG, "hw-1.ipynb": SHORT, "hw-2.ipynb": SHORT},
            "hw-2.ipynb",
            "the last one handed in",
        ),
        ({"hw-9.ipynb": LONG, "hw-10.ipynb": SHORT}, "hw-10.ipynb", "the last one handed in"),
        ({"a.ipynb": SHORT, "b.ipynb": LONG}, "b.ipynb", "the one with the most work"),
        (
            {"hw.ipynb": SHORT, "hw-Copy1.ipynb": LONG},
            "hw-Copy1.ipynb",
            "the one with the most work",
        ),
        ({"hw (1).ipynb": LONG, "hw.ipynb": SHORT}, "hw (1).ipynb", "the one with the most work"),
        (
            {"hw (1).ipynb": LONG, "hw.ipynb": LONG[:-1] + b" }"},
            "hw.ipynb",
            "the one with the most work",
        ),
        ({"hw old.ipynb": LONG, "hw.ipynb": HALF}, "hw.ipynb", "that is no copy or draft"),
        (
            {"hw-draft.ipynb": LONG, "hw.ipynb": SHORT},
            "hw-draft.ipynb",
            "the one with the most work",
        ),
        ({"a.ipynb": b"{", "b.ipynb": SHORT}, "b.ipynb", "the only one with work"),
        ({"a.ipynb": b"{", "b.ipynb": b"["}, "a.ipynb", "none of them could be read"),
    ],
)
def test_the_choice_is_reported(tmp_path, files, expected, why):
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
    name, notes, beside = graded(
        tmp_path, **{"hw.ipynb": SHORT, "data.csv": b"1", "report.pdf": b"%PDF"}
    )

    assert (name, notes, beside) == ("hw.ipynb", (), 2)


@pytest.mark.parametrize(
    "name",
    [
        "Copy of hw.ipynb",
        "hw (1).ipynb",
        "hw-final-FINAL.ipynb",
        "hw-Copy1.ipynb",
        "Untitled.ipynb",
        "hw_old.ipynb",
    ],
)
def test_the_untouched_starter_is_never_graded_where_there_is_work(tmp_path, name):
    """Whatever the one with the work is called."""
    assert graded(tmp_path, **{"hw.ipynb": STARTER, name: WORK})[0] == name


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"hw.ipynb": WORK, "hw-1.ipynb": STARTER}, "hw.ipynb"),
        ({"hw.ipynb": WORK, "hw-1.ipynb": b"{"}, "hw.ipynb"),
        ({"hw.ipynb": b"[", "hw-1.ipynb": STARTER}, "hw-1.ipynb"),
    ],
)
def test_a_file_handed_in_again_without_work_gives_way(tmp_path, files, expected):
    """The wrong file, or a broken upload, costs nobody the grade, and that is reported."""
    name, notes, _ = graded(tmp_path, **files)

    assert name == expected
    assert "hw-1.ipynb" in notes[0]


def test_of_the_same_code_the_executed_one_is_graded(tmp_path):
    """Its outputs are evidence."""
    shown = LONG.replace(
        b'"outputs": []', b'"outputs": [{"output_type": "stream", "name": "stdout", "text": "1"}]'
    )

    assert graded(tmp_path, **{"hw.ipynb": LONG, "hw (1).ipynb": shown})[0] == "hw (1).ipynb"
