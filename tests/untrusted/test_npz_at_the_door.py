"""Arrays of a kernel's are kept where they are harmless."""

import copy
import io
import struct
import warnings
import zipfile

import numpy as np
import pytest

from grader.untrusted.npz import npz_problem, read_array


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


def entries(path, *names, content=None):
    """An archive with the same array under each of these names."""
    stream = io.BytesIO()
    np.save(stream, np.arange(100.0))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # two of one name
        with zipfile.ZipFile(path, "w") as archive:
            for name in names:
                archive.writestr(name, content or stream.getvalue())
    return path


def test_two_arrays_of_one_name_are_not(tmp_path):
    """One reader would take the first, another the last."""
    path = entries(tmp_path / "a.npz", "w0000.npy", "w0000.npy")

    assert npz_problem(path).startswith("2 members, some of one name")


@pytest.mark.parametrize(
    "name", ["../w0000.npy", "/w.npy", "w0000.pkl", "a/w.npy", "ä.npy", ".npy"]
)
def test_names_that_the_recorder_never_gives_are_not(tmp_path, name):
    """They may lead somewhere, or be taken for something else."""
    assert "name is none" in npz_problem(entries(tmp_path / "a.npz", name))


def test_entries_that_share_their_bytes_are_not(tmp_path):
    """A small file that claims to hold much."""
    path = entries(tmp_path / "a.npz", "w0000.npy")
    with zipfile.ZipFile(path, "a") as archive:
        for place in range(1, 9):
            again = copy.copy(archive.filelist[0])
            again.filename = again.orig_filename = f"w{place:04d}.npy"
            archive.filelist.append(again)
        archive._didModify = True

    assert npz_problem(path) == "members overlap"


def test_a_header_has_an_end(tmp_path):
    """NumPy's are 118 bytes long; blanks at their end are none of what an array says."""
    text = b"{'descr': '<f8', 'fortran_order': False, 'shape': (0,), }".ljust(4999) + b"\n"
    content = b"\x93NUMPY\x02\x00" + struct.pack("<I", len(text)) + text
    path = entries(tmp_path / "a.npz", "w0000.npy", content=content)

    assert "header of 5,000 bytes" in npz_problem(path)


def test_an_array_has_as_many_dimensions_as_numpy_knows(tmp_path):
    """Each of one element: what it says and what it holds agree."""
    shape = ", ".join(["1"] * 33)
    text = f"{{'descr': '<f8', 'fortran_order': False, 'shape': ({shape}), }}\n".encode()
    content = b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + bytes(8)
    path = entries(tmp_path / "a.npz", "w0000.npy", content=content)

    assert "33 dimensions" in npz_problem(path)


@pytest.mark.parametrize("name", ["../outside.npz", "linked.npz", "{}/outside.npz"])
def test_only_what_lies_in_the_recording_is_read(tmp_path, name):
    """Neither by its path nor by a link."""
    folder = tmp_path / "recording"
    folder.mkdir()
    np.savez(tmp_path / "outside.npz", w0000=np.zeros(3))
    np.savez(folder / "own.npz", w0000=np.ones(3))
    (folder / "linked.npz").symlink_to(tmp_path / "outside.npz")

    assert read_array(folder, name.format(tmp_path), "w0000") is None
    assert read_array(folder, "own.npz", "w0000").tolist() == [1, 1, 1]
