"""What an editor, a system or a broken download leaves in an assignment's folder is told in a
sentence, or does not matter.
"""

from __future__ import annotations

import io
import shutil
import zipfile

import nbformat
import numpy as np
import pytest

from grader.assignment import bundled, decision_fingerprint
from grader.assignment.notebooks import write_notebooks
from grader.errors import ConfigError, OutputError
from grader.pipeline import load_everything, open_assignment
from tests.assignment.problems import problems_of
from tests.assignment.test_load import TINY

GOOD = {
    "x_train": np.zeros((4, 2)),
    "y_train": np.array([0, 1, 1, 0]),
    "x_test": np.zeros((2, 2)),
    "y_test": np.array([0, 1]),
}


def test_signs_that_yaml_gives_a_meaning_are_text(digits):
    """`=` and `<<` are classes of an assignment on formulas that somebody wrote by hand."""
    path = digits / "assignment.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"0", "1"', "=, <<", 1), "utf-8")

    assert load_everything(digits).assignment.dataset.classes[:2] == ("=", "<<")


@pytest.mark.parametrize(
    "value", ["!!float abc", "!!bool maybe", "!!int x", "!!null x", "1:" * 400 + "1.0"]
)
def test_a_tag_that_its_value_does_not_fit_is_named(digits, value):
    """PyYAML's own reader raises whatever comes of it."""
    reported = problems_of(digits, ("epochs: 60", f"epochs: {value}"))

    assert any(line.startswith("/assignment.yaml:26 roles.classifier.epochs") for line in reported)


def damaged() -> bytes:
    """A packed npz of which some bytes are others."""
    stream = io.BytesIO()
    np.savez_compressed(stream, **{**GOOD, "x_train": np.arange(4000.0).reshape(4, 1000)})
    content = bytearray(stream.getvalue())
    content[100:140] = bytes(40)
    return bytes(content)


def with_member(name: str, content: bytes) -> bytes:
    """An npz in which one array is something else."""
    stream = io.BytesIO()
    np.savez(stream, **{one: array for one, array in GOOD.items() if one != name})
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr(f"{name}.npy", content)
    return stream.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        damaged(),
        with_member("x_train", b"1,2\n3,4\n"),
        with_member("x_train", b"\x93NUMPY\x01\x00\x06\x00{'a':(\n"),
        with_member(
            "x_train",
            b"\x93NUMPY\x01\x00v\x00"
            + b"{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999, 99999999), }".ljust(
                117
            )
            + b"\n",
        ),
    ],
    ids=["bytes", "no_array", "header", "shape"],
)
def test_a_damaged_data_file_is_told_in_a_sentence(tmp_path, content):
    """Whatever NumPy and `zipfile` raise over it."""
    (tmp_path / "assignment.yaml").write_text(TINY)
    (tmp_path / "data.npz").write_bytes(content)

    with pytest.raises(ConfigError, match=r"data\.npz: .*\n.*numpy\.savez\(file, x_train="):
        load_everything(tmp_path)


def test_what_editors_and_systems_leave_beside_decides_no_grade(tmp_path):
    """Emacs locks a file that is being edited by a link to nowhere; macOS keeps a second file."""
    (tmp_path / "assignment.yaml").write_text("name: tiny")
    before = decision_fingerprint(tmp_path)

    (tmp_path / ".#assignment.yaml").symlink_to("prof@office.1234:567")
    (tmp_path / "._assignment.yaml").write_bytes(b"\0\5\x16\7")
    (tmp_path / "old.yaml").mkdir()

    assert decision_fingerprint(tmp_path) == before


def test_notebooks_that_cannot_be_written_are_named_and_leave_what_was_there(digits, tmp_path):
    """A full disk must not cost the outputs of a solution that took an afternoon."""
    shutil.copy(bundled("reference") / "digits" / "notebook.md", digits)
    assignment = open_assignment(digits)[0]
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(OutputError, match="can't be written"):
        write_notebooks(assignment, tmp_path / "file")

    first = write_notebooks(assignment, tmp_path / "there")
    assert [path.read_text().count('"cells"') for path in first] == [1, 1]
    assert nbformat.read(first[1], as_version=4).cells
