"""Files of an assignment that never end, or take for ever to be read, are named in a sentence."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.assignment import load_assignment
from grader.assignment.starter import build_starter
from grader.checks import CHECKS
from grader.cli import main
from grader.errors import ConfigError
from grader.reference.asked import models_digest
from grader.text.yaml_text import MAX_VALUES, read_document
from tests.assignment.problems import problems_of

DEEP = 200_000


def validated(folder):
    return CliRunner().invoke(main, ["assignment", "validate", str(folder)])


def in_place_of(path, kind):
    """A pipe that nobody writes to, or a link to a device without end, where a file was."""
    path.unlink(missing_ok=True)
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/dev/full")  # like /dev/zero where it is read


@pytest.mark.parametrize("kind", ["pipe", "device"])
@pytest.mark.parametrize("name", ["models.py", "starter.ipynb", "data/digits.npz"])
def test_what_is_no_file_is_named(digits, name, kind):
    """Who reads it would wait, or read, for ever."""
    in_place_of(digits / name, kind)

    ended = validated(digits)

    assert ended.exit_code == 2, ended.output
    assert name in ended.output
    assert "neither a file nor" in ended.output or "not a regular file" in ended.output


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_other_files_of_the_folder_that_are_none_decide_nothing(digits, kind):
    """A rubric's fingerprint is that of its files."""
    in_place_of(digits / "starter_of_last_year.ipynb", kind)
    in_place_of(digits / "other.json", kind)

    assert validated(digits).exit_code == 0


@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_source_that_is_no_file_is_named(tmp_path, kind):
    """Of the starter and the solution."""
    in_place_of(tmp_path / "notebook.md", kind)

    with pytest.raises(ConfigError, match="neither a file nor a link to one"):
        build_starter(tmp_path / "notebook.md")


@pytest.mark.parametrize("code", ["x = " + "-" * 200_000 + "1", "x = " + "(" * 5000 + ")" * 5000])
def test_code_that_is_nested_too_deeply_is_named(digits, code):
    """Python runs out of room over it before it says that it is wrong."""
    (digits / "models.py").write_text(code)

    ended = validated(digits)

    assert ended.exit_code == 2, ended.output
    assert "no Python: " in ended.output
    assert models_digest(load_assignment(digits / "assignment.yaml", known_checks=CHECKS)) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * DEEP, "nested too deeply"),
        ("a: " + "[" * DEEP + "]" * DEEP, "nested too deeply"),
        ("{a: " * DEEP, "nested too deeply"),
        ("- " * DEEP, "nested too deeply"),
        ("a: [" + "1," * (MAX_VALUES + 1) + "1]", "more than 50,000 keys and values"),
        ("".join(f"a{number}: 1\n" for number in range(MAX_VALUES)), "more than 50,000"),
    ],
    ids=["open", "closed", "keys", "dashes", "items", "many"],
)
def test_yaml_of_any_shape_is_read_in_one_pass(tmp_path, text, said):
    """PyYAML takes the square of the depth, and a thousand times the room of what it reads."""
    (tmp_path / "assignment.yaml").write_text(text)

    with pytest.raises(ConfigError, match=said):
        read_document(tmp_path / "assignment.yaml")


def test_thousands_of_mistakes_are_named_as_far_as_anybody_reads(digits):
    """Each costs a look at the whole file, with something else in its place."""
    unknown = "".join(f"key{number}: 1\n" for number in range(3000))

    reported = problems_of(digits, ("points: 100\n", f"points: 100\n{unknown}"))

    assert 300 <= len(reported) <= 301
    assert "unknown key" in reported[0]


@pytest.mark.parametrize("opening", ['{"a":', "["])
def test_deep_thresholds_are_named(digits, opening):
    """PyYAML's quick reader, asked for the line, would end the whole program."""
    (digits / "thresholds.json").write_text(opening * DEEP)

    ended = validated(digits)

    assert ended.exit_code == 2, ended.output
    assert "thresholds.json: Invalid JSON" in ended.output


def test_a_device_is_read_no_further_than_a_file_may_be_long():
    """Where somebody names one on the command line."""
    with pytest.raises(ConfigError, match="larger than 1,000,000 bytes"):
        read_document(Path("/dev/zero"))


def test_data_that_unpack_to_more_than_memory_holds_are_named(digits):
    """Before a byte of them is unpacked."""
    header = b"{'descr': '<f4', 'fortran_order': False, 'shape': (37748736, 64), }"
    with zipfile.ZipFile(digits / "data" / "digits.npz", "w") as archive:
        for name in ("x_train", "y_train", "x_test", "y_test"):
            archive.writestr(f"{name}.npy", b"\x93NUMPY\x01\x00v\x00" + header.ljust(117) + b"\n")
        archive.infolist()[0].file_size = archive.infolist()[0].compress_size = 9 << 30

    reported = problems_of(digits)

    assert any("more than 8 GiB when it is unpacked" in line for line in reported)
