"""Hands on processes of ours from one test to the next: what kernels are forked from, what examines
and measures, what trains, what renders.

Each imports for seconds before it answers. It is handed on only to who would start the very same
one: by the same arguments, in the same environment and folder, for an assignment whose files are as
they were.
Tests of how such a process is started, limited or ended start their own.
"""

from __future__ import annotations

import os
import select
import socket
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any, Self

import pytest

from grader.model.policy import Policy
from grader.pipeline.examining_process import ExaminingProcess
from grader.publishing.renderers import ReportProcess
from grader.sandbox import WarmKernels
from grader.training.process.trainer import Trainer

MOST_KEPT = {WarmKernels: 2, ExaminingProcess: 3, ReportProcess: 2, Trainer: 2}
"""Of each kind, while nobody has them: one takes half a gigabyte."""
PLACES = {
    "grader.sandbox.WarmKernels": WarmKernels,
    "grader.pipeline.notebook_grader.ExaminingProcess": ExaminingProcess,
    "grader.publishing.renderers.ReportProcess": ReportProcess,
    "grader.pipeline.trainings.Trainer": Trainer,
}
"""Where the package makes them."""
CHANGES = "PYTEST_CURRENT_TEST"
"""Stands in the environment and is another in every test."""


class SharedProcesses:
    """Those that are there and that nobody has."""

    def __init__(self) -> None:
        """None are there yet."""
        self._free: OrderedDict[int, tuple[Hashable, Any]] = OrderedDict()
        self._changing = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for _, process in self._free.values():
            process.__exit__(None, None, None)
        self._free.clear()

    @contextmanager
    def in_use(self) -> Iterator[None]:
        """From here on the package gets its processes from these."""
        with pytest.MonkeyPatch.context() as patched:
            for place, kind in PLACES.items():
                patched.setattr(place, self._lending(kind))
            patched.setattr("grader.cli.app.temporary_folder", nullcontext)  # they outlive commands
            yield

    def taken(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """One that is there, or a new one that runs."""
        while (kept := self._kept(key)) is not None:
            if _runs(kept):
                return kept
            kept.__exit__(None, None, None)
        return make().__enter__()

    def _kept(self, key: Hashable) -> Any:
        with self._changing:
            fitting = [number for number, (known, _) in self._free.items() if known == key]
            return self._free.pop(fitting[0])[1] if fitting else None

    def given_back(self, key: Hashable, process: Any) -> None:
        """Keep it, where it is of use; of too many of its kind end the one that waits longest."""
        kind, surplus = type(process), process
        if not (kind is WarmKernels and process.why_not):
            with self._changing:
                self._free[id(process)] = key, process
                same = [number for number, (_, one) in self._free.items() if type(one) is kind]
                surplus = self._free.pop(same[0])[1] if len(same) > MOST_KEPT[kind] else None
        if surplus is not None:
            surplus.__exit__(None, None, None)

    def _lending(self, kind: type) -> Callable[..., Lent]:
        def make(*given: Any, **named: Any) -> Lent:
            key = kind, _described(given), _described(named), _environment()
            return Lent(self, key, lambda: kind(*given, **named))

        return make


class Lent:
    """Stands for a process: it is taken when it is first needed, and given back at the end."""

    def __init__(self, shared: SharedProcesses, key: Hashable, make: Callable[[], Any]) -> None:
        """Take what makes it, where none is there; nothing is taken yet."""
        self._shared, self._key, self._make = shared, key, make
        self._process: Any = None

    def __enter__(self) -> Self:
        if self._key[0] is WarmKernels:  # begins to import while others prepare
            self._taken()
        return self

    def __exit__(self, *_: object) -> None:
        process, self._process = self._process, None
        if process is not None:
            self._shared.given_back(self._key, process)

    def __getattr__(self, name: str) -> Any:
        if name == "close":
            return self.__exit__
        return getattr(self._taken(), name)

    def _taken(self) -> Any:
        if self._process is None:
            self._process = self._shared.taken(self._key, self._make)
        return self._process


def _runs(process: Any) -> bool:
    """Whether kernels can still be forked: a test in between may have ended what forks them. The
    other kinds begin anew by themselves.
    """
    if not isinstance(process, WarmKernels):
        return True
    control = process._control
    if control is None:
        return False
    readable, _, _ = select.select([control], [], [], 0)
    return not readable or bool(control.recv(1, socket.MSG_PEEK))  # nothing is read at an end


def _described(value: Any) -> Hashable:
    """Equal where what is started is equal; an assignment's folder stands for what lies in it."""
    if isinstance(value, dict):
        return tuple((name, _described(one)) for name, one in sorted(value.items()))
    if isinstance(value, tuple | list):
        return tuple(map(_described, value))
    if isinstance(value, Policy):  # all that is settled before a kernel is forked
        return value.unsafe, value.seed, value.stock, value.threads
    place = value if isinstance(value, Path) else getattr(value, "folder", None)
    place = place or getattr(value, "path", None)
    return repr(value), _content(place) if isinstance(place, Path) else ()


def _content(place: Path) -> Hashable:
    folder = place if place.is_dir() else place.parent
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files)


def _environment() -> Hashable:
    """What a process inherits: names of files that it is given are read in its folder."""
    variables = frozenset((name, value) for name, value in os.environ.items() if name != CHANGES)
    return variables, Path.cwd()
