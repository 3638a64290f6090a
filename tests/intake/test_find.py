"""Finding the notebooks of a folder."""

from __future__ import annotations

import pytest

from grader.errors import IntakeError
from grader.intake import find_notebooks


def test_folder_gives_its_notebooks_sorted(tmp_path):
    """Checkpoints, hidden files and links that leave the folder are left out."""
    inside = tmp_path / "class"
    for name in (
        "b/second.ipynb",
        "a.ipynb",
        "b/.ipynb_checkpoints/second-checkpoint.ipynb",
        ".hidden/x.ipynb",
        "b/.y.ipynb",
        "notes.txt",
        "c/UPPER.IPYNB",
        "folder.ipynb/inner.ipynb",
    ):
        (inside / name).parent.mkdir(parents=True, exist_ok=True)
        (inside / name).write_text("{}")
    outside = tmp_path / "secret.ipynb"
    outside.write_text("{}")
    (inside / "leaves.ipynb").symlink_to(outside)
    (inside / "stays.ipynb").symlink_to(inside / "a.ipynb")
    (inside / "dangling.ipynb").symlink_to(inside / "none.ipynb")
    (inside / "loop.ipynb").symlink_to(inside / "loop.ipynb")
    (inside / "up").symlink_to(tmp_path, target_is_directory=True)

    found = find_notebooks(inside)

    assert [str(path.relative_to(inside)) for path in found] == [
        "a.ipynb",
        "b/second.ipynb",
        "c/UPPER.IPYNB",
        "folder.ipynb/inner.ipynb",
        "stays.ipynb",
    ]


def test_file_is_returned_whatever_its_name(tmp_path):
    """A single file is the operator's choice."""
    path = tmp_path / "notebook.json"
    path.write_text("{}")

    assert find_notebooks(path) == (path,)


def test_missing_path_is_refused(tmp_path):
    """A typing mistake is an error, not an empty class."""
    with pytest.raises(IntakeError, match="no such file or folder"):
        find_notebooks(tmp_path / "none")
