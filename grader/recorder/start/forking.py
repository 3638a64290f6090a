"""Tries whether this stack computes in a forked process: TensorFlow up to 2.15 starts threads when
it is imported, which a fork loses.

What then computes waits for them for ever. The grader's own stack is known to compute; a course's
is tried once, in a child that is ended where it doesn't come back.
"""

from __future__ import annotations

import os
import select
import signal
import sys
from collections.abc import Callable

PATIENCE_S = 30.0
"""A first graph takes a second or two; a busy machine many more."""
DONE = b"."
LOST = (
    "this environment's TensorFlow doesn't compute in a forked process, so its kernels are started "
    "one by one"
)


def computes_after_fork(
    compute: Callable[[], object] | None = None, *, patience_s: float = PATIENCE_S
) -> bool:
    """Whether a forked child comes back from `compute`, by default TensorFlow's smallest graph."""
    act = compute or _graph_of_tensorflow
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            act()
            os.write(writer, DONE)
        finally:
            os._exit(0)
    os.close(writer)
    try:
        ready, _, _ = select.select([reader], [], [], patience_s)
        return bool(ready) and os.read(reader, 1) == DONE
    finally:
        os.close(reader)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _graph_of_tensorflow() -> None:
    tf = sys.modules.get("tensorflow")
    if tf is not None:
        tf.function(lambda x: x @ x)(tf.ones((2, 2))).numpy()
