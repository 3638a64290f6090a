"""Gradescope's list of who handed in what, damaged or made to take long."""

import pytest

from grader.intake import collect
from grader.intake.lms import gradescope
from grader.intake.lms.gradescope import read_submitters
from tests.hostile.packing import Entry, packed

ANN = "submission_1:\n  :submitters:\n  - :name: Änn\n    :sid: 013\n"


def collected(tmp_path, listed):
    """What comes of a class of one with this list."""
    folder = "assignment_1_export"
    path = tmp_path / "class.zip"
    path.write_bytes(
        packed(
            Entry(f"{folder}/submission_1/hw.ipynb"),
            Entry(f"{folder}/submission_metadata.yml", listed),
        )
    )
    return collect(path, work=tmp_path / "out" / "intake")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_is_read_as_editors_save_it(tmp_path, encoding):
    """With a mark in front, too."""
    found = collected(tmp_path, ANN.encode(encoding))

    assert [one.name for one in found.hand_ins[0].origin.students] == ["Änn"]
    assert not found.notes


@pytest.mark.parametrize(
    "listed",
    [
        b"",
        b"\0",
        ANN.encode("latin-1"),
        b"submission_1: 3",
        b"[" * 100_000,
        b"a: *b",
        b"? {a: b}\n",
    ],
)
def test_a_list_that_names_nobody_is_told(tmp_path, listed):
    """Nobody had a name, and nothing said why."""
    found = collected(tmp_path, listed)

    assert found.system == "gradescope"
    assert len(found.hand_ins) == 1
    (note,) = found.notes
    assert "submission_metadata.yml names nobody" in note


def test_one_list_that_stands_in_many_places_is_read_once(monkeypatch):
    """A file of 100 kB took minutes: every place has all of the names."""
    seen = []
    real = gradescope._student
    monkeypatch.setattr(gradescope, "_student", lambda entry: seen.append(entry) or real(entry))
    text = "z: &a\n" + '- {":name": x}\n' * 50
    text += "".join(f'submission_{at}: {{":submitters": *a}}\n' for at in range(50))

    found = read_submitters(text.encode())

    assert len(seen) == 50
    assert {len(students) for folder, students in found.items() if folder != "z"} == {50}
