"""Whatever bytes stand in an npz, its reader either reads numbers or refuses."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from grader.untrusted.npz import NpzRefused, npz_problem, read_array, read_arrays, read_headers

HEADERS = st.one_of(
    st.binary(max_size=200),
    st.text("{}()[]',:<>|fiu0123456789 \\\n\x00TrueFalsdcshopnrtanve_", max_size=120).map(
        str.encode
    ),
    st.builds(
        lambda descr, order, shape: (
            f"{{'descr': {descr!r}, 'fortran_order': {order}, 'shape': {shape}, }}\n".encode()
        ),
        st.sampled_from(
            ["<f4", ">f8", "|b1", "<f3", "|O", "<c16", "|V2", "<U9", "<M8[ns]", "f4", ""]
        ),
        st.sampled_from([True, False, 1, None]),
        st.one_of(
            st.lists(st.integers(-3, 10**20), max_size=5).map(tuple),
            st.just("(3 L,)"),
            st.just("None"),
        ),
    ),
)


def npz_of(header: bytes, data: bytes, *, version: bytes = b"\x01\x00") -> bytes:
    length = len(header).to_bytes(2 if version == b"\x01\x00" else 4, "little")
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("x.npy", b"\x93NUMPY" + version + length + header + data)
    return stream.getvalue()


def read_all(path: Path) -> None:
    """Go through every way in which the file can be read; only `NpzRefused` may come of it."""
    npz_problem(path)
    read_array(path.parent, path.name, "x")
    try:
        arrays = read_arrays(path, read_headers(path), max_bytes=10_000_000)
    except NpzRefused:
        return
    assert all(array.dtype.kind in "biuf" for array in arrays.values())


@settings(
    max_examples=400,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(
    header=HEADERS,
    data=st.binary(max_size=64),
    version=st.sampled_from([b"\x01\x00", b"\x02\x00", b"\x03\x00", b"\xff\xff"]),
)
@example(header=b"{" * 3000, data=b"", version=b"\x01\x00")
@example(header=b"'''", data=b"", version=b"\x01\x00")
@example(header=b"{'descr': 3, 'fortran_order': False, 'shape': 5}", data=b"", version=b"\x01\x00")
@example(
    header=b"{'descr': '<f4', 'fortran_order': False, 'shape': (10**400,), }\n",
    data=b"",
    version=b"\x01\x00",
)
def test_any_header_is_read_or_refused(tmp_path: Path, header: bytes, data: bytes, version: bytes):
    """Headers that make NumPy raise TokenError, TypeError, SyntaxError or MemoryError are refusals
    like all others.
    """
    path = tmp_path / "a.npz"
    path.write_bytes(npz_of(header, data, version=version))

    read_all(path)


@settings(
    max_examples=300,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    deadline=None,
)
@given(st.data())
def test_a_damaged_archive_is_read_or_refused(tmp_path: Path, data: st.DataObject):
    """Bytes exchanged, cut and inserted anywhere in a sound archive."""
    stream = io.BytesIO()
    np.savez(stream, x=np.arange(20, dtype=np.float32), y=np.eye(3))
    content = bytearray(stream.getvalue())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place : place + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
        content = content or bytearray(b"P")
    path = tmp_path / "a.npz"
    path.write_bytes(bytes(content))

    read_all(path)


def test_an_empty_array_has_no_billion_rows(tmp_path: Path):
    """No byte stands behind an empty array, so its length is bounded: whoever goes through its rows
    comes to an end.
    """
    path = tmp_path / "a.npz"
    path.write_bytes(
        npz_of(b"{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000, 0), }\n", b"")
    )

    assert "empty array" in npz_problem(path)
    assert read_array(tmp_path, "a.npz", "x") is None


FUZZER = """
import sys, pathlib, tempfile
import atheris
with atheris.instrument_imports():
    import grader.untrusted.npz
    import grader.untrusted.numbers
from grader.sandbox.messages.listener import read_event
from tests.untrusted.test_npz_fuzzed import npz_of, read_all
path = pathlib.Path(tempfile.mkdtemp()) / "a.npz"

def one(data):
    if data[:1] < b"\\x80":
        read_event(data[1:])
        return
    path.write_bytes(data[1:] if data[:1] < b"\\xa0" else npz_of(data[1:200], data[200:]))
    read_all(path)

atheris.Setup(sys.argv, one)
atheris.Fuzz()
"""


@pytest.mark.slow
def test_a_million_inputs_of_a_fuzzer_are_read_or_refused(tmp_path: Path):
    """Guided by coverage, atheris finds no npz and no event that makes anything else than a
    refusal.
    """
    pytest.importorskip("atheris", reason="atheris has no wheel for this Python")
    (tmp_path / "fuzzer.py").write_text(FUZZER)
    command = [
        sys.executable,
        str(tmp_path / "fuzzer.py"),
        "-runs=1000000",
        "-max_len=600",
        "-verbosity=0",
    ]
    root = str(Path(__file__).parents[2])

    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": root},
        timeout=3600,
        check=False,
    )

    assert done.returncode == 0, done.stderr[-3000:]
