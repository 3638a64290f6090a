"""Records and reports don't say where on the grader's machine files lie."""

import tempfile
from pathlib import Path

import pytest

import grader
from grader.text.folders import without_folders

PACKAGE = Path(grader.__file__).resolve().parent


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            'File "/srv/grading/env/lib/python3.12/site-packages/keras/src/x.py", line 3',
            "keras/src/x.py",
        ),
        (
            f'File "{PACKAGE}/pipeline/run.py", line 9, in examine',
            '"grader/pipeline/run.py", line 9',
        ),
        ("[Errno 2] No such file or directory: '/home/prof x/arrays/7.npz'", "7.npz'"),
        (f"[Errno 28] No space left: '{tempfile.gettempdir()}/a b/c.npz'", "c.npz'"),
        ("can't read /var/lib/x/y.json: it is cut off", "can't read …/y.json: it is cut off"),
    ],
)
def test_only_the_last_part_of_a_path_is_told(text, shown):
    """Of code, the part from its package on."""
    left = without_folders(text)

    assert shown in left
    assert not [place for place in ("/srv", "/var", str(PACKAGE)) if place in left]


@pytest.mark.parametrize(
    "text",
    [
        "see https://keras.io/api/layers/core/ and 3/4 of 1/2",
        "10/10 examples/s, loss 0.1 / 0.2; and/or; x_train / 255",
        "ValueError: Input 0 of layer dense/kernel:0 is wrong",
    ],
)
def test_what_is_no_path_stays(text):
    """Addresses, fractions and names of layers."""
    assert without_folders(text) == text


def test_an_account_without_a_home_has_no_folder_to_leave_out(monkeypatch):
    """Nor has a command whose working directory is gone: it is what tells of a fault."""

    def nobody_knows():
        raise RuntimeError("Could not determine home directory.")

    def it_is_gone():
        raise FileNotFoundError("No such file or directory")

    monkeypatch.setattr(Path, "home", nobody_knows)
    monkeypatch.setattr(Path, "cwd", it_is_gone)

    assert without_folders("can't read /var/lib/x/y.json") == "can't read …/y.json"
