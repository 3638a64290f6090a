"""Shows a person how far a batch is, or the training of the reference."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from rich.text import Text

from grader.cli.screen import safe

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

    from grader.reference import TrainingProgress


class ProgressDisplay(Protocol):
    """Hears from several threads what is going on."""

    def move(self, name: str, done: int, cells: int) -> None:
        """So many cells of a notebook have run."""

    def finish(self, name: str, *, fresh: bool) -> None:
        """A notebook is graded; `fresh` where that was done now."""

    def say(self, line: str) -> None:
        """Something of the whole batch."""


class Lines:
    """Without a terminal nothing moves: one line says that a notebook was begun, one at the end
    what was kept.
    """

    def __init__(self, console: Console, total: int) -> None:
        """Write to `console`; `total` notebooks in all."""
        self._console, self._total = console, total
        self._begun: set[str] = set()
        self._kept = 0
        self._lock = threading.Lock()

    def move(self, name: str, done: int, cells: int) -> None:
        """Say once that it was begun."""
        del done
        with self._lock:
            if name not in self._begun:
                self._begun.add(name)
                place = len(self._begun) + self._kept
                self._console.print(
                    Text(f"[{place}/{self._total}] {safe(name)}: running {cells} cells")
                )

    def finish(self, name: str, *, fresh: bool) -> None:
        """Count those that were graded before."""
        del name
        self._kept += not fresh

    def say(self, line: str) -> None:
        """A line like the others."""
        self._console.print(Text(safe(line)), soft_wrap=True)

    def close(self) -> None:
        """Say how many were graded before."""
        if self._kept:
            self._console.print(
                Text(f"{self._kept} of {self._total} were graded before and are as they were")
            )


class Bars:
    """One bar for the class, which counts finished notebooks, and one for every notebook that is
    running.
    """

    def __init__(self, bars: Progress, total: int) -> None:
        """Draw on `bars`."""
        self._bars = bars
        self._class = bars.add_task("graded", total=total, unit="notebooks", visible=total > 1)
        self._running: dict[str, TaskID] = {}
        self._lock = threading.Lock()

    def move(self, name: str, done: int, cells: int) -> None:
        """Move the notebook's own bar."""
        with self._lock:
            if name not in self._running:
                described = safe(name).replace("[", r"\[")
                self._running[name] = self._bars.add_task(described, total=cells, unit="cells")
            self._bars.update(self._running[name], completed=done)

    def finish(self, name: str, *, fresh: bool) -> None:
        """Take the notebook's bar away and move that of the class."""
        del fresh
        with self._lock:
            if name in self._running:
                self._bars.remove_task(self._running.pop(name))
            self._bars.advance(self._class)

    def say(self, line: str) -> None:
        """A line above the bars."""
        self._bars.console.print(Text(safe(line)))


@contextmanager
def progress(console: Console, total: int) -> Iterator[ProgressDisplay]:
    """Show how far `total` notebooks are, as well as `console` can."""
    if not console.is_terminal:
        lines = Lines(console, total)
        yield lines
        lines.close()
        return

    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed}/{task.total} {task.fields[unit]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bars:
        yield Bars(bars, total)


@contextmanager
def training_progress(console: Console) -> Iterator[Callable[[TrainingProgress], None]]:
    """Show how far trainings are: a bar for each that runs, or on what is no terminal a line for
    each that is finished.
    """
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn(
            "epoch {task.completed}/{task.total}, val_accuracy {task.fields[val_accuracy]:.4f}"
        ),
        TimeRemainingColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bars:
        running: dict[str, TaskID] = {}

        def on_progress(now: TrainingProgress) -> None:
            name = f"seed {now.seed} {now.role}"
            if name not in running:
                running[name] = bars.add_task(name, total=now.epochs, val_accuracy=now.val_accuracy)
            bars.update(running[name], completed=now.epoch, val_accuracy=now.val_accuracy)
            if now.epoch == now.epochs:
                bars.remove_task(running.pop(name))
                finished = (
                    f"{name}: epoch {now.epoch}/{now.epochs}, val_accuracy {now.val_accuracy:.4f}"
                )
                console.print(Text(finished))

        yield on_progress
