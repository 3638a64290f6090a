"""Compares the submission that the assignment was founded on with our bands.

Its values stand in `founding.yaml` beside the assignment, with as many digits as it printed: a
value agrees when some number that rounds to it lies in the band.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from grader.errors import ConfigError, PrerequisiteError, Problem
from grader.model.assignment import Assignment
from grader.model.reference import Band, Reference, RoleReference
from grader.reference.bands import factor

FILE_NAME = "founding.yaml"


class FoundingValue(BaseModel):
    """One value that the founding submission shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    metric: Literal[
        "loss", "accuracy", "val_loss", "val_accuracy", "parameters", "correct", "f1"
    ] = Field(alias="figure")
    """`correct` counts a class's held-out examples that were classified rightly."""
    label: int | None = None
    """Which class, for `correct` and `f1`."""
    value: Decimal
    """As printed."""


class FoundingFile(BaseModel):
    """The content of `founding.yaml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    schema_version: Literal[1]
    source: str
    values: Annotated[tuple[FoundingValue, ...], Field(min_length=1, alias="figures")]


@dataclass(frozen=True, slots=True)
class FoundingCheck:
    """A founding value beside ours."""

    role: str
    metric: str
    """`val_accuracy`, `class 5 right`, `F1 of class 5`, `parameters`."""
    founding: Decimal
    ours: Band
    inside: bool
    sentence: str
    """A sentence for a person; where it lies outside, how far."""


def verify_founding(assignment: Assignment, reference: Reference) -> tuple[FoundingCheck, ...]:
    """Compare every value of `founding.yaml` with the bands of `reference`, in the order of the
    file.
    """
    path = assignment.folder / FILE_NAME
    values = _read(path).values
    problems = [
        Problem(str(path), None, f"figures.{number}", problem)
        for number, value in enumerate(values)
        if (problem := _problem(value, reference))
    ]
    if problems:
        raise ConfigError(problems)
    return tuple(_check(value, reference.roles[value.role]) for value in values)


def _read(path: Path) -> FoundingFile:
    if not path.is_file():
        raise PrerequisiteError(
            f"{path}: no founding values to compare with",
            hint="only bundled assignments have them",
        )
    try:
        return FoundingFile.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except yaml.YAMLError as error:
        raise ConfigError([Problem(str(path), None, "", f"not YAML: {error}")]) from None
    except ValidationError as error:
        found = error.errors(include_url=False)
        raise ConfigError(
            [Problem(str(path), None, ".".join(map(str, e["loc"])), e["msg"]) for e in found]
        ) from None


def _problem(value: FoundingValue, reference: Reference) -> str:
    """Why a value can't be compared; empty where it can."""
    role = reference.roles.get(value.role)
    if role is None:
        return f"unknown role {value.role!r}; the reference has {', '.join(reference.roles)}"
    needs_label = value.metric in ("correct", "f1")
    if needs_label and (value.label is None or not 0 <= value.label < len(role.confusion_mean)):
        return (
            f"label: expected a class from 0 to {len(role.confusion_mean) - 1}, got {value.label}"
        )
    return ""


def _check(value: FoundingValue, role: RoleReference) -> FoundingCheck:
    ours = _ours(value, role)
    half_step = _half_step(value.value)
    least, most = float(value.value) - half_step, float(value.value) + half_step
    inside = most >= ours.low and least <= ours.high
    sentence = _sentence(ours, least=least, most=most, inside=inside)
    return FoundingCheck(value.role, _name(value), value.value, ours, inside, sentence)


def _half_step(printed: Decimal) -> float:
    """By how much the value before rounding may differ from the one printed; nothing for a whole
    number.
    """
    exponent = printed.as_tuple().exponent
    return (
        float(Decimal(1).scaleb(exponent)) / 2
        if isinstance(exponent, int) and exponent < 0
        else 0.0
    )


def _ours(value: FoundingValue, role: RoleReference) -> Band:
    if value.metric == "parameters":
        return Band(role.parameters, role.parameters, role.parameters, 0.0)
    label = value.label or 0
    if value.metric == "f1":
        return role.class_f1[label]
    if value.metric == "correct":
        return _correct(role, label)
    return role.final[value.metric]


def _correct(role: RoleReference, label: int) -> Band:
    """The band of a class's rightly classified examples, from the confusion matrix's mean and
    spread.
    """
    risk = role.final["val_accuracy"].risk
    mean, spread = role.confusion_mean[label][label], role.confusion_spread[label][label]
    reach = factor(len(role.seeds), risk=risk) * spread
    support = sum(role.confusion_mean[label])
    return Band(max(mean - reach, 0.0), min(mean + reach, support), mean, risk)


def _name(value: FoundingValue) -> str:
    names = {"f1": f"F1 of class {value.label}", "correct": f"class {value.label} right"}
    return names.get(value.metric, value.metric)


def _sentence(ours: Band, *, least: float, most: float, inside: bool) -> str:
    if ours.low == ours.high:
        return "the same" if inside else f"differs: ours has {ours.median:g}"
    if inside:
        return f"inside {ours.low:.4g} to {ours.high:.4g}"
    distance, side = (ours.low - most, "below") if most < ours.low else (least - ours.high, "above")
    return f"outside: at least {distance:.2g} {side} our {ours.low:.4g} to {ours.high:.4g}"
