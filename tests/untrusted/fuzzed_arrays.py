"""Makes npz files as they could lie in a recording's folder, sound ones and others."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np

KEYS = ("x", "y", "val_x", "val_y", "g", "p")


def write_arrays(folder: Path) -> None:
    """Npz files, sound ones and others, as they could lie in a recording's folder."""
    (folder / "arrays").mkdir()
    dice = np.random.default_rng(3)
    sound = {}
    for key in KEYS:
        sound[f"{key}.sample"] = dice.random((8, 8, 8), np.float32)
        sound[f"{key}.sample_index"] = np.arange(8)
        sound[f"{key}.row_hashes"] = dice.integers(0, 2**63, 1200).astype(np.uint64)
    sound["y.labels"] = np.zeros(1200, np.int64)
    sound |= {
        "g": np.eye(10),
        "p": dice.random((8, 8)),
        "w0000": np.ones((64, 10), np.float32),
        "w0001": np.zeros(10),
    }
    step = {
        "w0000": np.ones((64, 10), np.float32),
        "a0000": np.zeros((64, 10), np.float32),
        "o0000": np.zeros((), np.int64),
        "g0000": np.ones((64, 10), np.float32),
        "s0000": np.zeros(2, np.uint32),
        "x": dice.random((32, 8, 8), np.float32),
        "y": np.zeros(32, np.int64),
        "sample_weight": np.ones(32, np.float32),
        "held": dice.random((32, 8, 8), np.float32),
    }
    variants: dict[str, dict[str, np.ndarray]] = {
        "sound": sound,
        "step": step,
        "deep_step": {name: value.reshape((1,) * 20 + value.shape) for name, value in step.items()},
        "endless_step": {
            name: np.full_like(value, np.inf) if value.dtype.kind == "f" else value
            for name, value in step.items()
        },
        "negative": {**sound, **{f"{key}.sample_index": np.full(8, -(2**62)) for key in KEYS}},
        "far": {**sound, **{f"{key}.sample_index": np.full(8, 2**63, np.uint64) for key in KEYS}},
        "nan": {
            name: np.full_like(value, np.nan) if value.dtype.kind == "f" else value
            for name, value in sound.items()
        },
        "huge": {
            name: value * 1e300 if value.dtype == np.float64 else value
            for name, value in sound.items()
        },
        "empty": {name: value[:0] for name, value in sound.items()},
        "flat": {name: np.zeros((), value.dtype) for name, value in sound.items()},
        "deep": {name: value.reshape(value.shape + (1,) * 20) for name, value in sound.items()},
        "floats": {name: (value % 1000).astype(np.float16) for name, value in sound.items()},
        "truth": {name: value.astype(bool) for name, value in sound.items()},
        "large": {
            **sound,
            "x.sample": np.zeros((8, 700, 700, 3), np.uint8),
            "p": np.zeros((2, 2)),
            "g": np.ones((10, 10, 3)),
        },
    }
    for name, arrays in variants.items():
        np.savez(folder / "arrays" / f"{name}.npz", **arrays)
    for number, header in enumerate(
        (b"{" * 3000, b"'''", b"{'descr': 3}", b"(", b"\xff" * 80, b"{'shape': (10**400,)}")
    ):
        (folder / "arrays" / f"broken{number}.npz").write_bytes(_npz_with(header))


def _npz_with(header: bytes) -> bytes:
    """An npz of which every member has this header."""
    stream = io.BytesIO()
    member = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header + bytes(64)
    with zipfile.ZipFile(stream, "w") as archive:
        for key in KEYS:
            for part in (f"{key}.sample", f"{key}.sample_index", f"{key}.row_hashes", key):
                archive.writestr(f"{part}.npy", member)
    return stream.getvalue()
