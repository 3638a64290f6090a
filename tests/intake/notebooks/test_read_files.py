"""Files that can't be read, and files that other programs changed."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from grader.errors import IntakeError
from grader.intake import read_submission
from grader.intake.notebooks.read import MAX_BYTES
from tests.intake.notebooks.documents import code, notebook


def test_missing_folder_and_unusual_files(tmp_path):
    """A missing file, a folder and a pipe are each refused, without waiting for anyone."""
    pipe = tmp_path / "pipe.ipynb"
    os.mkfifo(pipe)
    (tmp_path / "link.ipynb").symlink_to("/media/stick/hw.ipynb")

    for path, words in (
        (tmp_path / "none.ipynb", "no such file"),
        (Path("https://colab.research.google.com/drive/1"), "an address, not a file"),
        (tmp_path, "a folder"),
        (tmp_path / "link.ipynb", "a link to /media/stick/hw.ipynb, which is not there"),
        (pipe, "not a regular file"),
        (tmp_path / "nul\0.ipynb", "can't be read"),
        (tmp_path / ("n" * 300), "can't be read"),
    ):
        with pytest.raises(IntakeError, match=words):
            read_submission(path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file(write):
    """A file that we may not read is refused with what to do."""
    path = write(notebook())
    path.chmod(0)

    with pytest.raises(IntakeError, match="not allowed to read it"):
        read_submission(path)


def test_permission_error_is_explained(write, monkeypatch):
    """What the system answers to a file of someone else becomes a sentence."""
    path = write(notebook())

    def refuse(*_args, **_kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)

    with pytest.raises(IntakeError, match="not allowed to read it"):
        read_submission(path)


def test_too_large_file(tmp_path):
    """A file above the cap is refused before it fills the memory."""
    path = tmp_path / "large.ipynb"
    with path.open("wb") as stream:
        stream.truncate(MAX_BYTES + 1)

    with pytest.raises(IntakeError, match="larger than 100 MB"):
        read_submission(path)


def test_line_breaks_in_names_stay_out_of_messages(tmp_path):
    """A file name can't forge a second line."""
    path = tmp_path / "a\nok: 100 points\x1b[2J.ipynb"

    with pytest.raises(IntakeError) as caught:
        read_submission(path)

    assert "\n" not in caught.value.message
    assert "\x1b" not in caught.value.message


def test_byte_order_mark_and_utf16(write):
    """What Windows editors do to a file is undone and listed."""
    text = json.dumps(notebook({"cell_type": "markdown", "source": "Größe"}), ensure_ascii=False)

    with_mark = read_submission(write(b"\xef\xbb\xbf" + text.encode(), "bom.ipynb"))
    wide = read_submission(write(text.encode("utf-16"), "wide.ipynb"))

    assert with_mark.notebook == wide.notebook
    assert "byte-order mark" in with_mark.repairs[0]
    assert "UTF-16" in wide.repairs[0]


def test_bytes_of_another_encoding(write):
    """Letters in the code page of a computer are kept, and that is reported."""
    path = write(
        json.dumps(notebook(code("x = 1  # Gr?sse"))).replace("?", "\xf6").encode("latin-1")
    )

    submission = read_submission(path)

    assert submission.notebook.cells[0].source == "x = 1  # Grösse"
    assert "code page" in submission.repairs[0]


@pytest.mark.parametrize(
    ("broken", "expected", "ordinal"),
    [("theirs", "epochs = 5", "first"), ("ours", "epochs = 9", "second")],
)
def test_git_conflicts_take_the_side_that_parses(write, broken, expected, ordinal):
    """The first side is read where it is sound, else the second."""
    lines = (
        json.dumps(notebook(code("epochs = 5")), indent=1)
        .replace("epochs = 5", "PLACE")
        .splitlines()
    )
    at = next(number for number, line in enumerate(lines) if "PLACE" in line)
    ours = lines[at].replace("PLACE", "epochs = 5") + ("{" if broken == "ours" else "")
    theirs = lines[at].replace("PLACE", "epochs = 9") + ("{" if broken == "theirs" else "")
    conflict = ["<<<<<<< HEAD", ours, "||||||| base", lines[at], "=======", theirs, ">>>>>>> work"]
    path = write("\n".join(lines[:at] + conflict + lines[at + 1 :]).encode())

    submission = read_submission(path)

    assert submission.notebook.cells[0].source == expected
    assert f"the {ordinal} side" in submission.repairs[0]


def test_conflict_without_a_sound_side(write):
    """Where no side parses, the message names the conflict."""
    path = write(b"<<<<<<< HEAD\n{\n=======\n{{\n>>>>>>> b\n")

    with pytest.raises(IntakeError, match="git conflicts"):
        read_submission(path)
