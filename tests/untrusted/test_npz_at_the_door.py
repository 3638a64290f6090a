"""Arrays of a kernel's are kept where they are harmless."""

import numpy as np
import pytest

from grader.untrusted.npz import npz_problem


@pytest.mark.parametrize(
    "dtype", ["float32", "float64", "float16", "uint8", "int64", "uint64", "bool", "V2"]
)
def test_plain_numbers_are_kept(tmp_path, dtype):
    """Weights, labels, hashes, pictures, and the two bytes of a bfloat16; empty arrays too."""
    path = tmp_path / "a.npz"
    np.savez(
        path,
        **{
            "w0000": np.zeros((3, 4), dtype),
            "x.sample": np.zeros((0, 2), dtype),
            "one": np.zeros((), dtype),
        },
    )

    assert npz_problem(path) == ""


@pytest.mark.parametrize(
    "values", [np.array([{}], object), np.array(["text"]), np.zeros(2, [("a", "f4")])]
)
def test_other_things_are_not(tmp_path, values):
    """Objects, texts and structures."""
    path = tmp_path / "a.npz"
    np.savez(path, w0000=values)

    assert "no plain number" in npz_problem(path)


def test_a_packed_archive_is_not(tmp_path):
    """What unfolds is not looked into."""
    path = tmp_path / "a.npz"
    np.savez_compressed(path, w0000=np.zeros(10**6))

    assert npz_problem(path) == "a member is packed"


@pytest.mark.parametrize("content", [b"", b"PK", b"x" * 100])
def test_what_is_no_archive_is_not(tmp_path, content):
    """Nor what only begins like one."""
    path = tmp_path / "a.npz"
    path.write_bytes(content)

    assert npz_problem(path).startswith("not an npz")


@pytest.mark.parametrize("cut", [1, 10, 100, 200])
def test_a_cut_file_is_not(tmp_path, cut):
    """Half an archive is none."""
    path = tmp_path / "a.npz"
    np.savez(path, w0000=np.arange(100.0))
    path.write_bytes(path.read_bytes()[:-cut])

    assert npz_problem(path) != ""
