"""Writes what a training came to as bytes with a checksum, and reads them.

grader training 1 SHA-256
an npz: `info` (JSON as bytes), `h.METRIC`, `w0000`…, `o0000`…; after epoch 12 `s0000012.0000`… and
`t0000012.0000`… (the optimizer's)
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import threading
import zipfile
import zlib
from collections.abc import Iterable, Mapping

import numpy as np

from grader.model.training import Arrays, TrainedModel

FORMAT = 1
HEAD = re.compile(rb"grader training (\d{1,4}) ([0-9a-f]{64})\n")
HEAD_BYTES = 128
INFO = "info"
STATE = re.compile(r"[st]\d{7}\.\d")
_READING = threading.Lock()
"""Held by the one thread that reads arrays."""


class Damaged(Exception):  # noqa: N818 - said about a file, not an error of ours
    """The bytes are no result that this version reads; the message says why."""


def encoded(trained: TrainedModel, *, packed: bool = False) -> bytes:
    """All of a result; `packed` makes it smaller, and slower to read."""
    arrays = {
        **{f"h.{name}": np.array(values, np.float32) for name, values in trained.history.items()},
        **_named("w", trained.weights),
        **_named("o", trained.optimizer_variables or ()),
    }
    for kind, states in (("s", trained.states), ("t", trained.optimizer_states)):
        for epochs, held in states.items():
            arrays |= _named(f"{kind}{epochs:07d}.", held)
    info = {
        "digest": trained.digest,
        "epochs_run": trained.epochs_run,
        "wall_s": round(trained.wall_s, 1),
        "optimizer": trained.optimizer_variables is not None,
        **({} if trained.moved else {"moved": False}),
    }
    arrays[INFO] = np.frombuffer(json.dumps(info).encode(), np.uint8)
    stream = io.BytesIO()
    (np.savez_compressed if packed else np.savez)(stream, **arrays)  # type: ignore[arg-type]
    body = stream.getvalue()
    return b"grader training %d %s\n" % (FORMAT, _checksum(body)) + body


def decoded(content: bytes, digest: str) -> TrainedModel:
    """The result of the job with this digest; raises `Damaged` where the bytes are another's or
    none.
    """
    head = HEAD.match(content[:HEAD_BYTES])
    if head is None:
        raise Damaged("it does not begin as the result of a training")
    if int(head[1]) != FORMAT:
        raise Damaged(f"it was written by a version of grader that writes format {int(head[1])}")
    body = content[head.end() :]
    if _checksum(body) != head[2]:
        raise Damaged("its checksum is another")
    try:
        # NumPy reads the head of an array with `ast`, which counts its depth for all threads of a
        # process together (CPython 3.11): where two read at once, one may fail with SystemError.
        with _READING, np.load(io.BytesIO(body), allow_pickle=False) as arrays:
            return _of(dict(arrays), digest)
    except (KeyError, ValueError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise Damaged(f"it can't be read ({type(error).__name__})") from None


def _of(arrays: Mapping[str, np.ndarray], digest: str) -> TrainedModel:
    info = json.loads(arrays[INFO].tobytes())
    if info["digest"] != digest:
        raise Damaged("it is the result of another training")
    return TrainedModel(
        digest=digest,
        history={
            name[2:]: tuple(values.tolist())
            for name, values in arrays.items()
            if name.startswith("h.")
        },
        epochs_run=int(info["epochs_run"]),
        weights=_all(arrays, "w"),
        optimizer_variables=_all(arrays, "o") if info["optimizer"] else None,
        states=_states(arrays, "s"),
        optimizer_states=_states(arrays, "t"),
        wall_s=float(info["wall_s"]),
        moved=bool(info.get("moved", True)),
    )


def _named(kind: str, arrays: Iterable[np.ndarray]) -> dict[str, np.ndarray]:
    return {f"{kind}{place:04d}": np.asarray(array) for place, array in enumerate(arrays)}


def _states(arrays: Mapping[str, np.ndarray], kind: str) -> dict[int, Arrays]:
    epochs = sorted({int(name[1:8]) for name in arrays if STATE.match(name) and name[0] == kind})
    return {epoch: _all(arrays, f"{kind}{epoch:07d}.") for epoch in epochs}


def _all(arrays: Mapping[str, np.ndarray], kind: str) -> Arrays:
    names = sorted(
        name for name in arrays if name.startswith(kind) and name[len(kind) :].isdecimal()
    )
    return tuple(arrays[name] for name in names)


def _checksum(body: bytes) -> bytes:
    return hashlib.sha256(body).hexdigest().encode()
