"""Writes the host's answers to the kernel, and waits for no kernel that leaves them unread.

An answer is a line: `continue RUN EPOCH`, `stop RUN EPOCH`, `decline RUN REASON`, or
`trained RUN BYTES` with an npz behind it.
"""

from __future__ import annotations

import io
import json
import os
import select
from typing import Any

import numpy as np

from grader.model.policy import MIB
from grader.model.training import TrainedModel

PATIENCE_MS = 20_000
"""A kernel that waits for an answer reads it at once."""
MAX_PAYLOAD_BYTES = 256 * MIB
MAX_REASON = 200


class HostAnswers:
    """The host's end of the pipe for answers."""

    def __init__(self, fd: int, *, patience_ms: int = PATIENCE_MS) -> None:
        """Take the descriptor to write to. A copy is kept: a training may end long after its
        kernel, when the number stands for something else.
        """
        self._fd, self._patience_ms = os.dup(fd), patience_ms
        os.set_blocking(self._fd, False)
        self._broken = False
        """After half an answer the rest would be taken for another one."""

    def line(self, text: str) -> None:
        """Answer with one line."""
        self._write(text.encode("utf-8", "replace") + b"\n")

    def training(self, run: int, answer: TrainedModel | str) -> None:
        """Answer who asked for a training with what it came to, or with why it has to do it."""
        reason = answer if isinstance(answer, str) else ""
        payload = b"" if isinstance(answer, str) else packed(answer)
        if len(payload) > MAX_PAYLOAD_BYTES:
            reason = f"its result takes more than {MAX_PAYLOAD_BYTES // MIB} MiB"
        if reason or not payload:
            self.line(f"decline {run} {' '.join(reason.split())[:MAX_REASON]}")
        else:
            self._write(f"trained {run} {len(payload)}\n".encode() + payload)

    def close(self) -> None:
        """Nobody is answered any more."""
        os.close(self._fd)

    def _write(self, content: bytes) -> None:
        """Write all of it, unless the kernel is gone or leaves its answers unread."""
        waiting, rest = select.poll(), memoryview(content)
        waiting.register(self._fd, select.POLLOUT)
        while rest and not self._broken:
            try:
                ready = waiting.poll(self._patience_ms)
                rest = rest[os.write(self._fd, rest) if ready else len(rest) :]
                self._broken = not ready
            except BlockingIOError:
                continue
            except OSError:
                self._broken = True


def packed(trained: TrainedModel) -> bytes:
    """The result as an npz: `h.METRIC`, `w0000` …, `o0000` …, after epoch 12 `s12.0000` … and
    `t12.0000` … (the optimizer's), and `info` as JSON.
    """
    stream = io.BytesIO()
    numbered = {
        "w": trained.weights,
        "o": trained.optimizer_variables or (),
        **{f"s{epoch}.": held for epoch, held in trained.states.items()},
        **{f"t{epoch}.": held for epoch, held in trained.optimizer_states.items()},
    }
    info = {
        "epochs_run": trained.epochs_run,
        "states": sorted(trained.states),
        "optimizer": trained.optimizer_variables is not None,
    }
    arrays: dict[str, Any] = {
        **{f"h.{metric}": np.array(values) for metric, values in trained.history.items()},
        **{
            f"{kind}{place:04d}": array
            for kind, held in numbered.items()
            for place, array in enumerate(held)
        },
        "info": np.frombuffer(json.dumps(info).encode(), np.uint8),
    }
    np.savez(stream, **arrays)
    return stream.getvalue()
