"""Compares the submission that the assignment was founded on with our bands.

Its figures stand in `founding.yaml` beside the assignment, with as many digits as it printed: a
figure agrees when some number that rounds to it lies in the band.
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


class FoundingFigure(BaseModel):
    """One figure that the founding submission shows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    figure: Literal["loss", "accuracy", "val_loss", "val_accuracy", "parameters", "correct", "f1"]
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
    figures: Annotated[tuple[FoundingFigure, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class FoundingCheck:
    """A founding figure beside ours."""

    role: str
    figure: str
    """`val_accuracy`, `class 5 right`, `F1 of class 5`, `parameters`."""
    founding: Decimal
    ours: Band
    inside: bool
    sentence: str
    """A sentence for a person; where it lies outside, how far."""


def verify_founding(assignment: Assignment, reference: Reference) -> tuple[FoundingCheck, ...]:
    """Compare every figure of `founding.yaml` with the bands of `reference`, in the order of the
    file.
    """
    path = assignment.folder / FILE_NAME
    figures = _read(path).figures
    problems = [
        Problem(str(path), None, f"figures.{number}", problem)
        for number, figure in enumerate(figures)
        if (problem := _problem(figure, reference))
    ]
    if problems:
        raise ConfigError(problems)
    return tuple(_check(figure, reference.roles[figure.role]) for figure in figures)


def _read(path: Path) -> FoundingFile:
    if not path.is_file():
        raise PrerequisiteError(
            f"{path}: no founding figures to compare with",
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


def _problem(figure: FoundingFigure, reference: Reference) -> str:
    """Why a figure can't be compared; empty where it can."""
    role = reference.roles.get(figure.role)
    if role is None:
        return f"unknown role {figure.role!r}; the reference has {', '.join(reference.roles)}"
    needs_label = figure.figure in ("correct", "f1")
    if needs_label and (figure.label is None or not 0 <= figure.label < len(role.confusion_mean)):
        return (
            f"label: expected a class from 0 to {len(role.confusion_mean) - 1}, got {figure.label}"
        )
    return ""


def _check(figure: FoundingFigure, role: RoleReference) -> FoundingCheck:
    ours = _ours(figure, role)
    half_step = _half_step(figure.value)
    least, most = float(figure.value) - half_step, float(figure.value) + half_step
    inside = most >= ours.low and least <= ours.high
    sentence = _sentence(ours, least=least, most=most, inside=inside)
    return FoundingCheck(figure.role, _name(figure), figure.value, ours, inside, sentence)


def _half_step(printed: Decimal) -> float:
    """By how much the figure before rounding may differ from the one printed; nothing for a whole
    number.
    """
    exponent = printed.as_tuple().exponent
    return (
        float(Decimal(1).scaleb(exponent)) / 2
        if isinstance(exponent, int) and exponent < 0
        else 0.0
    )


def _ours(figure: FoundingFigure, role: RoleReference) -> Band:
    if figure.figure == "parameters":
        return Band(role.parameters, role.parameters, role.parameters, 0.0)
    label = figure.label or 0
    if figure.figure == "f1":
        return role.class_f1[label]
    if figure.figure == "correct":
        return _correct(role, label)
    return role.final[figure.figure]


def _correct(role: RoleReference, label: int) -> Band:
    """The band of a class's rightly classified examples, from the confusion matrix's mean and
    spread.
    """
    risk = role.final["val_accuracy"].risk
    mean, spread = role.confusion_mean[label][label], role.confusion_spread[label][label]
    reach = factor(len(role.seeds), risk=risk) * spread
    support = sum(role.confusion_mean[label])
    return Band(max(mean - reach, 0.0), min(mean + reach, support), mean, risk)


def _name(figure: FoundingFigure) -> str:
    names = {"f1": f"F1 of class {figure.label}", "correct": f"class {figure.label} right"}
    return names.get(figure.figure, figure.figure)


def _sentence(ours: Band, *, least: float, most: float, inside: bool) -> str:
    if ours.low == ours.high:
        return "the same" if inside else f"differs: ours has {ours.median:g}"
    if inside:
        return f"inside {ours.low:.4g} to {ours.high:.4g}"
    distance, side = (ours.low - most, "below") if most < ours.low else (least - ours.high, "above")
    return f"outside: at least {distance:.2g} {side} our {ours.low:.4g} to {ours.high:.4g}"
