"""An npz from the student's process is read only when it is small, whole and numeric."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest
from numpy.lib import format as npy

from grader.untrusted.npz import NpzRefused, read_arrays, read_headers, read_row_hashes

MIB = 1024**2


def write_raw(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def header(shape: tuple[int, ...], descr: str = "<f4") -> bytes:
    stream = io.BytesIO()
    npy.write_array_header_1_0(stream, {"shape": shape, "fortran_order": False, "descr": descr})
    return stream.getvalue()


def test_arrays_come_back_as_written(tmp_path: Path):
    """A sound file gives its arrays."""
    weights = np.arange(6, dtype="float32").reshape(2, 3)
    np.savez_compressed(tmp_path / "w.npz", w0000=weights, w0001=np.float64(3))

    arrays = read_arrays(tmp_path / "w.npz", ["w0000", "w0001"], max_bytes=MIB)

    assert np.array_equal(arrays["w0000"], weights)
    assert arrays["w0001"] == 3


def test_a_shape_of_a_billion_rows_is_refused_cheaply(tmp_path: Path):
    """The header is believed about nothing that the entry doesn't hold, and no memory is taken for
    it.
    """
    path = write_raw(tmp_path / "big.npz", {"w0000.npy": header((10**9, 10**3)) + b"\0" * 64})

    tracemalloc.start()
    with pytest.raises(NpzRefused, match="says 4,000,000,000,000 bytes"):
        read_headers(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert most < MIB


def test_a_bomb_is_refused_before_it_unfolds(tmp_path: Path):
    """200 MB of zeros pack to little; the size limit counts what they would unpack to."""
    path = write_raw(tmp_path / "bomb.npz", {"w0000.npy": header((50 * MIB,)) + bytes(200 * MIB)})

    with pytest.raises(NpzRefused, match="more than"):
        read_arrays(path, ["w0000"], max_bytes=100 * MIB)


@pytest.mark.parametrize(
    "members",
    [
        {"w0000.npy": header((-1, 4))},
        {"w0000.npy": header((3,), "|O") + b"\x80\x04K\x01."},
        {"w0000.npy": header((1,), "|S8") + bytes(8)},
        {"w0000.npy": b"not an array"},
        {"w0000.npy": b""},
        {"w0000.npy": header((4,))[:20]},
        {"w0000.npy": header((4,)) + bytes(15)},
        {f"w{i:04d}.npy": header((0,)) for i in range(4097)},
    ],
    ids=["negative", "object", "text", "garbage", "empty", "cut header", "cut data", "many"],
)
def test_damaged_and_foreign_entries_are_refused(tmp_path: Path, members: dict[str, bytes]):
    """Nothing but whole arrays of numbers is read; nothing is ever unpickled."""
    path = write_raw(tmp_path / "bad.npz", members)

    with pytest.raises(NpzRefused):
        read_arrays(path, list(read_headers(path)), max_bytes=MIB)


def test_no_zip_and_no_file_are_refused(tmp_path: Path):
    """A file that is something else, or isn't there, is a refusal too."""
    (tmp_path / "text.npz").write_text("hello")

    for name in ("text.npz", "missing.npz"):
        with pytest.raises(NpzRefused):
            read_headers(tmp_path / name)


def test_a_missing_array_is_named(tmp_path: Path):
    """The refusal says which array is lacking."""
    np.savez(tmp_path / "w.npz", w0000=np.zeros(1))

    with pytest.raises(NpzRefused, match="'w0001'"):
        read_arrays(tmp_path / "w.npz", ["w0001"], max_bytes=MIB)


def test_row_hashes_are_one_a_row(tmp_path: Path):
    """An array without an axis, or with several, is none: whoever counts its rows would fail."""
    arrays = {"x.row_hashes": np.arange(3), "y.row_hashes": np.array(3), "z.row_hashes": np.eye(2)}
    np.savez(tmp_path / "w.npz", **arrays)

    found = [read_row_hashes(tmp_path, "w.npz", key) for key in ("x", "y", "z", "none")]

    assert [None if hashes is None else len(hashes) for hashes in found] == [3, None, None, None]
