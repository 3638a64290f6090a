"""A notebook finds the files that belong beside it, and never others."""

import pytest

from grader.intake import beside as bounds
from grader.intake import beside_one, collect
from tests.hostile.packing import Entry, notebook, packed

NB = notebook("import helpers\nfrom tools import plot\nopen('data/x.csv')")


def laid(folder, *entries, **options):
    """By hand-in, the names of what is visible."""
    path = folder / "class.zip"
    path.write_bytes(packed(*[Entry(name, content) for name, content in entries]))
    intake = collect(path, work=folder / "out" / "intake", **options)
    return {one.name: sorted(name for _, name in one.visible) for one in intake.hand_ins}, intake


def written(folder, *names):
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(NB if name.endswith(".ipynb") else b"x = 1\n")
    return collect(folder, work=folder.parent / "out" / "intake")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["hw.ipynb", "helpers.py", "src/a.py"], ["helpers.py", "src/a.py"]),
        (["work/hw.ipynb", "work/helpers.py", "work/data/x.csv"], ["data/x.csv", "helpers.py"]),
        (["work/hw.ipynb", "helpers.py", "data/x.csv"], ["data/x.csv", "helpers.py"]),
    ],
)
def test_files_of_a_hand_in_lie_where_the_notebook_looks(tmp_path, names, expected):
    """From the notebook's folder where they lie below it, else from the root of the hand-in."""
    prefix = "Jane_12_assignsubmission_file"
    seen, _ = laid(
        tmp_path,
        *[(f"{prefix}/{name}", NB if "hw" in name else b"") for name in names],
        ("Tom_13_assignsubmission_file/t.ipynb", NB),
    )

    assert list(seen.values()) == [expected, []]


def test_what_lies_in_a_zip_lies_where_the_zip_lay(tmp_path):
    """With and without the notebook in it."""
    inner = packed(Entry("hw/hw.ipynb", NB), Entry("hw/helpers.py", b""))
    data = packed(Entry("data/x.csv", b""))
    seen, _ = laid(
        tmp_path, ("a_1_10_all.zip", inner), ("b_2_20_hw.ipynb", NB), ("b_2_21_data.zip", data)
    )

    assert sorted(seen.values()) == [["data/x.csv"], ["helpers.py"]]


def test_canvas_numbers_do_not_rename_a_module(tmp_path):
    """What was handed in again as `helpers-1.py` is imported as `helpers`."""
    seen, _ = laid(
        tmp_path, ("a_1_10_hw-1.ipynb", NB), ("a_1_11_helpers-1.py", b""), ("b_2_20_x.ipynb", NB)
    )

    assert seen["a_1_10_hw-1.ipynb"] == ["helpers-1.py", "helpers.py"]


def test_files_of_another_attempt_are_not_beside(tmp_path):
    """Each attempt is what was handed in at once."""
    early, late = "HW_ada_attempt_2024-03-04-10-11-12", "HW_ada_attempt_2024-03-05-10-11-12"
    files = [
        f"{early}_hw.ipynb",
        f"{early}_old.py",
        f"{late}_hw.ipynb",
        f"{late}_new.py",
        f"{late}.txt",
    ]
    seen, _ = laid(tmp_path, *[(name, NB if "hw" in name else b"") for name in files])

    assert list(seen.values()) == [["new.py"]]


def test_in_a_plain_folder_files_belong_to_the_only_notebook(tmp_path):
    """Below its folder; nothing from above, nothing of a neighbour."""
    intake = written(
        tmp_path / "class", "common.py", "a/one.ipynb", "a/helpers.py", "a/sub/x.csv", "b/two.ipynb"
    )

    assert [sorted(name for _, name in one.visible) for one in intake.hand_ins] == [
        ["helpers.py", "sub/x.csv"],
        [],
    ]


def test_where_several_notebooks_lie_together_none_sees_a_file(tmp_path):
    """Nobody knows whose it is, and that is said."""
    intake = written(tmp_path / "class", "one.ipynb", "two.ipynb", "helpers.py")

    assert not any(one.visible for one in intake.hand_ins)
    assert any(
        "helpers.py" in problem and "nobody knows whose" in problem for problem in intake.problems
    )


def test_what_is_too_much_is_left_out_and_named(tmp_path, monkeypatch):
    """Modules come first, then what is small."""
    monkeypatch.setattr(bounds, "MAX_BYTES", 100)
    files = [
        ("x/hw.ipynb", NB),
        ("x/big.csv", b"1" * 90),
        ("x/m.py", b"1" * 50),
        ("x/s.csv", b"1" * 20),
    ]
    _, intake = laid(tmp_path, *files, ("y/hw.ipynb", NB))

    one = intake.hand_ins[0]
    assert sorted(name for _, name in one.visible) == ["m.py", "s.csv"]
    assert "big.csv" in one.origin.notes[0]


def test_one_notebook_sees_what_its_code_names(tmp_path):
    """And what its modules name; neither other notebooks, nor links, nor what it does not name."""
    names = (
        "helpers.py",
        "tools/__init__.py",
        "tools/plot.py",
        "data/x.csv",
        "deeper.py",
        "diary.txt",
        "other.ipynb",
    )
    for name in names:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("import deeper, linked\n" if name == "helpers.py" else "")
    (tmp_path / "linked.py").symlink_to(tmp_path / "diary.txt")
    (tmp_path / "hw.ipynb").write_bytes(NB)

    visible, reported = beside_one(tmp_path / "hw.ipynb")

    assert [name for _, name in visible] == [
        "data/x.csv",
        "deeper.py",
        "helpers.py",
        "tools/__init__.py",
        "tools/plot.py",
    ]
    assert "helpers.py" in reported


def test_one_notebook_that_names_nothing_sees_nothing(tmp_path):
    """And nothing is said."""
    (tmp_path / "hw.ipynb").write_bytes(notebook("import keras\nx = 1"))
    (tmp_path / "x.py").write_text("")

    assert beside_one(tmp_path / "hw.ipynb") == ((), "")


def test_only_what_is_laid_is_sought_in_the_code(tmp_path, monkeypatch):
    """Of a hundred thousand files each would be, in the process that all hand-ins share."""
    sought = []
    monkeypatch.setattr(bounds, "MAX_FILES", 3)
    monkeypatch.setattr(
        bounds, "as_the_code_asks", lambda found, _: sought.extend(found) or dict(found)
    )

    intake = written(tmp_path / "in", "hw.ipynb", *(f"Data/{number}.csv" for number in range(9)))

    assert len(sought) == 3
    assert len(intake.hand_ins[0].visible) == 3
