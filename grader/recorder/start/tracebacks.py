"""Lets a student's traceback look as it would without the recorder."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

KEPT_FRAMES = 10
"""At either end of a long traceback."""
FOLDER = f"{Path(__file__).resolve().parents[1]}/"
"""The recorder's: what it puts around `fit`, figures and old names lies in all of its parts."""


def hide_recorder(shell: Any) -> None:
    """Make IPython's `shell` leave the recorder's frames out of what it shows."""
    plain = shell._get_exc_info

    def get_exc_info(exc_tuple: Any = None) -> Any:
        kind, value, trace = plain(exc_tuple)
        trace = without_the_middle(without_recorder(trace))
        _strip_chain(value, seen=set())
        return kind, value, trace

    shell._get_exc_info = get_exc_info


def without_recorder(trace: TracebackType | None) -> TracebackType | None:
    """Unlink the recorder's frames from `trace`; returns its new head, which stays where there are
    no others.
    """
    node = trace
    while node is not None and _is_ours(node):
        node = node.tb_next
    trace = node or trace
    node = trace
    while node is not None and node.tb_next is not None:
        if _is_ours(node.tb_next):
            node.tb_next = node.tb_next.tb_next
        else:
            node = node.tb_next
    return trace


def without_the_middle(trace: TracebackType | None) -> TracebackType | None:
    """Unlink the frames in the middle of a very long `trace`.

    IPython looks for the module of every frame among all that are loaded; after a recursion without
    end, with TensorFlow loaded, that takes minutes.
    """
    frames = []
    node = trace
    while node is not None:
        frames.append(node)
        node = node.tb_next
    if len(frames) > 2 * KEPT_FRAMES:
        frames[KEPT_FRAMES - 1].tb_next = frames[-KEPT_FRAMES]
    return trace


def _strip_chain(error: BaseException | None, *, seen: set[int]) -> None:
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    error.__traceback__ = without_the_middle(without_recorder(error.__traceback__))
    _strip_chain(error.__cause__, seen=seen)
    _strip_chain(error.__context__, seen=seen)


def _is_ours(trace: TracebackType) -> bool:
    return trace.tb_frame.f_code.co_filename.startswith(FOLDER)
