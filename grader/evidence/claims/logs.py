"""Reads the epochs in the progress logs of a cell.

Keras' bars of all eras, one line an epoch (`verbose=2`), epochs that students print themselves, and
tables of a history are read. What is cut off in the middle of a line counts for the values that
are whole.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from grader.evidence.claims.stated import NUMBER, StatedValue, values_in

MAX_EPOCHS = 100_000
MAX_LOGS = 1_000
"""Of one cell; where it shows more trainings, those in the middle are left out."""
_HEADER = re.compile(
    r"[\W_]{0,6}epoch[\s:#\[(]{0,4}(\d{1,7})(?:\s{0,2}(?:/|of)\s{0,2}(\d{1,7}))?", re.IGNORECASE
)
_GLUED = re.compile(r"(?<=[^\s\"'(])(?=Epoch \d{1,7}/\d)")
_BAR = re.compile(
    r"\[[=>.\-]{3,}|━{3}|\d(?:us|ms|s)/(?:step|sample|epoch)|={5}|\s-\s{1,2}\d{1,6}s\b"
)
_STEPS = re.compile(r"\s*(\d{1,9})/(\d{1,9})(?=\s|\[|━|$)")
_CHECKPOINT = re.compile(
    r"epoch \d{5}: |epoch \d{1,6}: (?:val_|loss|acc|early|reduce|saving|\w{1,40} (?:did|improved))",
    re.IGNORECASE,
)
_COLUMN = re.compile(r"[A-Za-z_]\w{0,40}")
_CELL = re.compile(rf"(?:{NUMBER})$", re.IGNORECASE)
_WHOLE_NUMBER = re.compile(r"\d*\.\d{4}|nan|inf|[eE][-+]\d\d", re.IGNORECASE)
COMMON = 0.8
"""A metric counts for a log's history where this share of its epochs shows it."""


@dataclass(slots=True)
class Log:
    """The log of one training."""

    requested: int | None = None
    epochs: dict[int, dict[str, float]] = field(default_factory=dict)
    """By epoch, as numbered in the log, the values by the metrics' modern names."""
    quote: str = ""
    """The last line with values."""

    def history(self) -> tuple[tuple[int, ...], dict[str, tuple[float, ...]]]:
        """Epochs from 1, and as many values for each metric; epochs that lack a common metric are
        left out.
        """
        shift = 1 if 0 in self.epochs else 0
        shown = Counter(name for values in self.epochs.values() for name in values)
        names = [name for name, count in shown.items() if count >= COMMON * len(self.epochs)]
        whole = [
            epoch
            for epoch in sorted(self.epochs)
            if all(name in self.epochs[epoch] for name in names)
        ]
        if not names:
            return (), {}
        history = {name: tuple(self.epochs[epoch][name] for epoch in whole) for name in names}
        return tuple(epoch + shift for epoch in whole), history

    def latest(self) -> int:
        """The epoch that was read last; -1 before the first."""
        return next(reversed(self.epochs), -1)

    def last(self) -> dict[str, float]:
        """The values of the last epoch that shows all the common metrics, and of the last
        validation before it.

        With `validation_freq` not every epoch is validated.
        """
        epochs, history = self.history()
        if not epochs:
            return {}
        validated = [
            values
            for _, values in sorted(self.epochs.items())
            if any(name.startswith("val_") for name in values)
        ]
        seldom = validated[-1] if len(validated) > 1 else {}
        return {
            **{name: value for name, value in seldom.items() if name.startswith("val_")},
            **{name: values[-1] for name, values in history.items()},
        }


@dataclass(slots=True)
class LogReading:
    """The logs of a cell's text, and the lines that are none."""

    logs: list[Log]
    other_lines: list[str]


def read_logs(text: str) -> LogReading:
    """Separate a cell's text into the logs of its trainings and everything else."""
    reader = _LogReader()
    if "poch" in text or "loss" in text:
        if "Epoch " in text:
            text = _GLUED.sub("\n", text)
        for line in text.splitlines():
            reader.take(line)
        reader.finish()
        return LogReading(
            [log for log in reader.logs if log.epochs or log.requested], reader.other_lines
        )
    return LogReading([], text.splitlines())


class _LogReader:
    """Goes through the lines of one cell."""

    def __init__(self) -> None:
        self.logs: list[Log] = []
        self.other_lines: list[str] = []
        self._epoch: int | None = None
        self._columns: Sequence[str] = ()

    def take(self, line: str) -> None:
        """Read one more line."""
        header = _HEADER.match(line) if "poch" in line[:16] or "POCH" in line[:16] else None
        if header and not _CHECKPOINT.match(line):
            self._begin_epoch(int(header[1]), int(header[2]) if header[2] else None)
            self._columns = ()
            line = line[header.end() :]
            if not line.strip():
                return
        elif self._is_table(line):
            return
        self._take_values(line, follows_header=header is not None)

    def finish(self) -> None:
        """Drop what turned out to be no log."""
        self.logs = [log for log in self.logs if log.requested or len(log.epochs) > 1 or log.quote]

    def _begin_epoch(self, number: int, total: int | None) -> None:
        log = self.logs[-1] if self.logs else None
        started_again = log is None or number < log.latest() or self._repeats(number)
        if started_again or (
            log is not None and None not in (total, log.requested) and total != log.requested
        ):
            log = Log(total)
            self._add(log)
        if log is not None and log.requested is None:
            log.requested = total
        self._epoch = number

    def _add(self, log: Log) -> None:
        """Begin another log; the one in the middle makes room for it, so that the first and the
        last stay.
        """
        if len(self.logs) == MAX_LOGS:
            del self.logs[MAX_LOGS // 2]
        self.logs.append(log)

    def _repeats(self, number: int) -> bool:
        """Whether the epoch's values are there already, so that another training begins."""
        return number == self._epoch and bool(self.logs[-1].epochs.get(number))

    def _take_values(self, line: str, *, follows_header: bool) -> None:
        stated = list(values_in(line)) if ":" in line or "=" in line else []
        steps = _STEPS.match(line)
        bar = bool(stated) and _BAR.search(line[-1000:]) is not None
        if bar and steps and int(steps[1]) < int(steps[2]):
            return
        log = self.logs[-1] if self.logs else None
        if log is None and " - " in line and any(one.on == "val" for one in stated):
            return
        if (
            not stated
            or log is None
            or self._epoch is None
            or self._belongs_elsewhere(log, stated, follows_header=follows_header)
        ):
            self.other_lines.append(line)
            return
        values = log.epochs.setdefault(self._epoch, {}) if len(log.epochs) < MAX_EPOCHS else {}
        values.update(
            (_log_name(f), f.value) for f in stated if not bar or _WHOLE_NUMBER.search(f.written)
        )
        log.quote = line.strip()[:200]

    def _belongs_elsewhere(
        self, log: Log, stated: Sequence[StatedValue], *, follows_header: bool
    ) -> bool:
        """Whether the epoch has these values already: then the line is an evaluation that stands
        behind the log.
        """
        have = log.epochs.get(self._epoch if self._epoch is not None else -1, {})
        return not follows_header and any(_log_name(one) in have for one in stated)

    def _is_table(self, line: str) -> bool:
        """Read a table of a history, pandas' form with an unnamed index in front included."""
        words = line.replace("|", " ").split() if len(line) < 500 else []
        if len(words) > 1 and all(map(_COLUMN.fullmatch, words)) and _names_metrics(words):
            self._columns = [word.lower() for word in words]
            return True
        if not self._columns or not words:
            return False
        if not words[0].isdecimal() or not all(map(_CELL.match, words)):
            return set(line) <= set("-=+| .:")
        self._take_row(words)
        return True

    def _take_row(self, words: Sequence[str]) -> None:
        indexed = len(words) == len(self._columns) + 1
        values = dict(zip(self._columns, words[1:] if indexed else words, strict=False))
        given = values.pop("epoch", None)
        number = int(given) if given and given.isdecimal() else int(words[0]) + 1
        if not self.logs or number <= self.logs[-1].latest():
            self._add(Log())
        if len(self.logs[-1].epochs) < MAX_EPOCHS:
            row = " ".join(f"{name}: {value}" for name, value in values.items())
            self.logs[-1].epochs[number] = {_log_name(one): one.value for one in values_in(row)}
            self.logs[-1].quote = " ".join(words)[:200]
        self._epoch = number


def _names_metrics(words: Sequence[str]) -> bool:
    lower = {word.lower() for word in words}
    return ("epoch" in lower and len(lower) > 1) or bool(
        lower & {"val_loss", "val_accuracy", "val_acc"}
    )


def _log_name(stated: StatedValue) -> str:
    return f"val_{stated.name}" if stated.on == "val" else stated.name
