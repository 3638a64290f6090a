"""Copies that Jupyter keeps by itself: nobody's hand-in where there is another, all there is where
there is none.
"""

from grader.intake import collect
from grader.intake.autosaves import NOTE
from tests.hostile.packing import BAD, Entry, packed

COPY = ".ipynb_checkpoints/hw-checkpoint.ipynb"


def collected(folder, *names: str, **zips: tuple[str, ...]):
    """What is found in a folder with these notebooks, and zips of these."""
    for name in names:
        path = folder / "class" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(BAD)
    for name, inside in zips.items():
        (folder / "class").mkdir(exist_ok=True)
        (folder / "class" / f"{name}.zip").write_bytes(packed(*[Entry(one, BAD) for one in inside]))
    return collect(folder / "class", work=folder / "out" / "intake")


def test_a_student_with_nothing_else_has_handed_in_the_copy(tmp_path):
    """In a folder of their own; and that is said."""
    intake = collected(tmp_path, f"ada/{COPY}", "ben/hw.ipynb", f"ben/{COPY}", "cyd/hw.ipynb")

    assert intake.system == "folders"
    assert {one.name: NOTE in one.origin.notes for one in intake.hand_ins} == {
        f"ada/{COPY}": True,
        "ben/hw.ipynb": False,
        "cyd/hw.ipynb": False,
    }
    assert all(not one.visible for one in intake.hand_ins)


def test_a_zip_with_nothing_else_is_not_called_empty(tmp_path):
    """In a student's zip the copy counts only alone."""
    intake = collected(tmp_path, _doejane_1_2_hw=(COPY,), _roemax_3_4_hw=(COPY, "hw.ipynb"))

    assert [one.name.partition(".zip/")[2] for one in intake.hand_ins] == [COPY, "hw.ipynb"]


def test_copies_beside_the_notebooks_of_a_class_are_passed_over(tmp_path):
    """Whoever opened some of them made these; one whose notebook was renamed since is no hand-in
    either.
    """
    intake = collected(
        tmp_path, "ada.ipynb", "ben.ipynb", ".ipynb_checkpoints/old-checkpoint.ipynb"
    )

    assert [one.name for one in intake.hand_ins] == ["ada.ipynb", "ben.ipynb"]
