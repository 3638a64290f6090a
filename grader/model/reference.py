"""Names what correct solutions reach, over many seeds."""

from __future__ import annotations

from dataclasses import dataclass, field

from pydantic import ConfigDict

_AT_THE_DOOR = ConfigDict(extra="forbid", ser_json_inf_nan="constants")
"""How pydantic reads these records from `thresholds.json`."""


@dataclass(frozen=True, slots=True)
class Band:
    """Where the value of a correct solution lies."""

    __pydantic_config__ = _AT_THE_DOOR

    low: float
    high: float
    median: float
    risk: float
    """Probability that one more correct run falls outside, on either one side."""

    def contains(self, value: float) -> bool:
        """Whether `value` lies in the band, its ends included."""
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Curve:
    """One metric over the epochs of all seeds; all tuples have one entry an epoch kept."""

    __pydantic_config__ = _AT_THE_DOOR

    epochs: tuple[int, ...]
    """From 1."""
    low: tuple[float, ...]
    """Lower end of the band of one more run at that epoch (same method and risk as `Band`)."""
    median: tuple[float, ...]
    high: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RoleReference:
    """What the reference models of one role reached."""

    __pydantic_config__ = _AT_THE_DOOR

    role: str
    seeds: tuple[int, ...]
    epochs: int
    parameters: int
    final: dict[str, Band]
    """By metric: `loss`, `accuracy`, `val_loss`, `val_accuracy`."""
    curves: dict[str, Curve]
    confusion_mean: tuple[tuple[float, ...], ...]
    """Mean count; rows are true classes, columns predicted ones."""
    confusion_spread: tuple[tuple[float, ...], ...]
    """Standard deviation over the seeds (n − 1)."""
    class_precision: dict[int, Band] = field(default_factory=dict)
    class_recall: dict[int, Band] = field(default_factory=dict)
    class_f1: dict[int, Band] = field(default_factory=dict)
    hardest: tuple[int, ...] = ()
    """Rows of the held-out data that most seeds get wrong, the hardest first; at most 50."""
    times_wrong: tuple[int, ...] = ()
    """By row of the held-out data, how many of the seeds get it wrong; empty in files of older
    versions.
    """


@dataclass(frozen=True, slots=True)
class Reference:
    """The reference of one assignment, as `thresholds.json` holds it."""

    __pydantic_config__ = _AT_THE_DOOR

    schema_version: int
    assignment: str
    dataset_sha256: str
    """Of the data file that it was trained on."""
    method: str
    """How the bands were computed, with its source."""
    roles: dict[str, RoleReference]
    origin: dict[str, str] = field(default_factory=dict)
    """Versions, hardware and date of the training."""
