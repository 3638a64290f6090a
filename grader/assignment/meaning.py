"""Finds what is wrong in an assignment that has the right shape: names that refer to nothing,
numbers that can't be.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import Protocol

from pydantic import JsonValue

from grader.assignment.catalogue import KINDS, WHAT, is_known
from grader.model.assignment import Assignment, CheckSpec, LayerSpec, PartSpec, RoleSpec
from grader.text.spelling import nearest
from grader.text.yaml_text import YamlPlace

FINDS_A_RUN = "run_found"
"""The check on which those that look at a training must depend."""
ANSWERED = "question_answered"
OPTION_RANGES = {("accuracy", "floor"): (0.0, 1.0), ("mistakes_shown", "count"): (1.0, 1_000.0)}
MOST_EPOCHS, MOST_UNITS, MOST_PARAMETERS = 100_000, 10_000_000, 10**12
_FILE_SIGNS = re.compile(r"[/\\\x00-\x1f]")

PlaceAndMessage = tuple[YamlPlace, str]


class KnownCheck(Protocol):
    """What is asked of a check here."""

    @property
    def options(self) -> frozenset[str]:
        """Names of the options that it understands."""

    @property
    def needs_role(self) -> bool:
        """Whether it looks at one model."""

    @property
    def needs_run(self) -> bool:
        """Whether it relies on an earlier check that found the model's training."""


def meaning_problems(
    assignment: Assignment, known_checks: Mapping[str, KnownCheck], *, own_code: str = ""
) -> Iterator[PlaceAndMessage]:
    """Yield the place and the message of everything that can't be meant so.

    `own_code` is the assignment's `models.py`: layers and losses of its own are known by it.
    """
    yield from _name_problems(assignment)
    yield from _model_problems(assignment, known_checks)
    for name, role in assignment.roles.items():
        yield from _role_problems(role, ("roles", name), own_code)
    for number, part in enumerate(assignment.parts):
        yield from _part_problems(part, ("parts", number), assignment)
        for index, check in enumerate(part.checks):
            place: YamlPlace = ("parts", number, "checks", index)
            yield from _check_problems(check, place, known_checks, list(assignment.roles))
            yield from _order_problems(check, place, assignment)
            yield from _run_problems(check, place, known_checks, assignment)
    yield from _point_problems(assignment)


def _name_problems(assignment: Assignment) -> Iterator[PlaceAndMessage]:
    if not assignment.name.strip() or _FILE_SIGNS.search(assignment.name):
        yield ("name",), f"expected a name that can stand in file names, got {assignment.name!r}"
    if not assignment.title.strip():
        yield ("title",), "expected some words, got none"
    classes = assignment.dataset.classes
    for index, name in enumerate(classes):
        if name in classes[:index]:
            yield ("dataset", "classes", index), f"{name!r} is there twice"
    if assignment.dataset.train == assignment.dataset.held_out:
        yield (
            ("dataset", "held_out"),
            "the same arrays as `train`: models are measured on others than they trained on",
        )
    for index, name in enumerate(assignment.dataset.serve_as):
        if not name.strip() or _FILE_SIGNS.search(name):
            yield ("dataset", "serve_as", index), f"expected a file name, got {name!r}"


def _model_problems(
    assignment: Assignment, known_checks: Mapping[str, KnownCheck]
) -> Iterator[PlaceAndMessage]:
    """Models and data may be left out together, where no check looks at them."""
    if assignment.roles and not assignment.has_data:
        yield ("dataset",), "missing: the models under `roles` are measured on it"
    looking = [
        check.check
        for check in assignment.checks()
        if check.check in known_checks and known_checks[check.check].needs_role
    ]
    if looking and not assignment.roles:
        yield ("roles",), f"expected at least one model, got none: {looking[0]!r} looks at one"


def _role_problems(role: RoleSpec, place: YamlPlace, own_code: str) -> Iterator[PlaceAndMessage]:
    if not role.title.strip():
        yield (*place, "title"), "expected some words, got none"
    if not role.layers:
        yield (*place, "layers"), "expected at least one layer, got none"
    for index, layer in enumerate(role.layers):
        yield from _layer_problems(layer, (*place, "layers", index), own_code)
    yield from _spelling_problem("optimizer", role.optimizer, place, own_code)
    yield from _spelling_problem("loss", role.loss, place, own_code)
    for key, value, most in (
        ("epochs", role.epochs, MOST_EPOCHS),
        ("parameters", role.parameters, MOST_PARAMETERS),
        ("batch_size", role.batch_size or 1, MOST_UNITS),
    ):
        if value > most:
            yield (*place, key), f"expected at most {most:,}, got {value:,}"
    if role.epochs_verified > role.epochs:
        yield (
            (*place, "verify_epochs"),
            (
                f"expected at most the {role.epochs:,} epochs of the training, got "
                f"{role.epochs_verified:,}"
            ),
        )


def _layer_problems(layer: LayerSpec, place: YamlPlace, own_code: str) -> Iterator[PlaceAndMessage]:
    yield from _spelling_problem("kind", layer.kind, place, own_code)
    if layer.activation is not None:
        yield from _spelling_problem("activation", layer.activation, place, own_code)
    if layer.units is not None and layer.units > MOST_UNITS:
        yield (*place, "units"), f"expected at most {MOST_UNITS:,}, got {layer.units:,}"


def _spelling_problem(
    key: str, name: str, place: YamlPlace, own_code: str
) -> Iterator[PlaceAndMessage]:
    defined = rf"^\s*(?:class|def)\s+{re.escape(name)}\b"
    if is_known(key, name) or (name.strip() and re.search(defined, own_code, re.MULTILINE)):
        return
    yield (*place, key), f"unknown {WHAT[key]} {name!r}" + nearest(name, sorted(KINDS[key]))


def _part_problems(
    part: PartSpec, place: YamlPlace, assignment: Assignment
) -> Iterator[PlaceAndMessage]:
    uses = sum(other.id == part.id for other in assignment.parts)
    if uses > 1:
        yield (*place, "id"), f"{part.id!r} is used {uses} times"
    if not part.title.strip():
        yield (*place, "title"), "expected some words, got none"
    asks = any(check.check == ANSWERED for check in part.checks)
    if asks and not part.question.strip():
        yield (
            (*place, "question"),
            f"the check {ANSWERED!r} needs the words of the question, as the notebook asks it",
        )
    elif _words(part) and any(
        other is not part and _words(other) == _words(part) for other in assignment.parts
    ):
        yield (
            (*place, "question"),
            "the same words as another part's: answers are found by the words of their question",
        )
    elif part.question and not part.question.strip():
        yield (*place, "question"), "expected the words of the question, got none"


def _words(part: PartSpec) -> list[str]:
    """Of its question, whatever the case and the marks."""
    return re.findall(r"\w+", part.question.casefold())


def _check_problems(
    check: CheckSpec, place: YamlPlace, known_checks: Mapping[str, KnownCheck], roles: list[str]
) -> Iterator[PlaceAndMessage]:
    known = known_checks.get(check.check)
    if known is None:
        yield (
            (*place, "check"),
            f"unknown check {check.check!r}" + nearest(check.check, sorted(known_checks)),
        )
    else:
        for option in sorted(set(check.options) - known.options):
            yield (
                (*place, "options", option),
                f"unknown option {option!r}" + nearest(option, sorted(known.options)),
            )
        if known.needs_role and check.role is None:
            yield (
                (*place, "role"),
                f"missing: {check.check!r} looks at one model" + nearest("", roles),
            )
    for option, value in check.options.items():
        yield from _option_problems(check, option, value, (*place, "options", option))
    if check.role is not None and check.role not in roles:
        yield (*place, "role"), f"unknown role {check.role!r}" + nearest(check.role, roles)


def _option_problems(
    check: CheckSpec, option: str, value: JsonValue, place: YamlPlace
) -> Iterator[PlaceAndMessage]:
    if isinstance(value, float) and not math.isfinite(value):
        yield place, f"expected a number, got {value}"
        return
    span = OPTION_RANGES.get((check.check, option))
    if span is None:
        return
    low, high = span
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield place, f"expected a number from {low:g} to {high:g}, got {value!r}"
    elif not low <= value <= high:
        percent = (
            f"; write {value:g} per cent as {value / 100:g}" if high == 1 < value <= 100 else ""
        )
        yield place, f"expected a number from {low:g} to {high:g}, got {value:g}{percent}"


def _order_problems(
    check: CheckSpec, place: YamlPlace, assignment: Assignment
) -> Iterator[PlaceAndMessage]:
    check_ids = [other.id for other in assignment.checks()]
    if check_ids.count(check.id) > 1:
        yield (*place, "id"), f"{check.id!r} is used {check_ids.count(check.id)} times"
    for parent in check.depends_on:
        if parent not in check_ids:
            yield (
                (*place, "depends_on"),
                f"unknown check id {parent!r}" + nearest(parent, check_ids),
            )
        elif check_ids.index(parent) >= check_ids.index(check.id):
            yield (*place, "depends_on"), f"{parent!r} must stand above {check.id!r}"


def _run_problems(
    check: CheckSpec,
    place: YamlPlace,
    known_checks: Mapping[str, KnownCheck],
    assignment: Assignment,
) -> Iterator[PlaceAndMessage]:
    """A check that looks at a training must not be reached where there is none."""
    known = known_checks.get(check.check)
    if known is None or not known.needs_run or check.role not in assignment.roles:
        return
    parents = _ancestors(check, assignment)
    if parents is None or any(_finds_the_run(parent, check, assignment) for parent in parents):
        return
    finders = (
        one.id for one in assignment.checks() if one.check == FINDS_A_RUN and one.role == check.role
    )
    found = next(finders, None)
    what = (
        f"write [{found}]"
        if found
        else f"add a check {FINDS_A_RUN!r} of the role {check.role!r} above it"
    )
    yield (
        (*place, "depends_on"),
        f"must name the check that finds the training of {check.role!r}: {what}",
    )


def _ancestors(check: CheckSpec, assignment: Assignment) -> list[CheckSpec] | None:
    """All checks on which this one depends; None where an id is unknown, which is
    reported elsewhere.
    """
    found: list[CheckSpec] = []
    waiting, seen = list(check.depends_on), set[str]()
    while waiting:
        parent_id = waiting.pop()
        if parent_id in seen:
            continue
        seen.add(parent_id)
        parents = [other for other in assignment.checks() if other.id == parent_id]
        if not parents:
            return None
        found += parents
        waiting += [grandparent for parent in parents for grandparent in parent.depends_on]
    return found


def _finds_the_run(parent: CheckSpec, check: CheckSpec, assignment: Assignment) -> bool:
    """Whether `parent` finds the training that `check` looks at; a role that is unknown may be a
    misspelt one.
    """
    return parent.check == FINDS_A_RUN and (
        parent.role == check.role or parent.role not in assignment.roles
    )


def _point_problems(assignment: Assignment) -> Iterator[PlaceAndMessage]:
    possible = assignment.points_possible()
    if possible <= 0:
        yield ("parts",), "the required checks give no points at all"
    elif assignment.points not in (None, possible):
        yield (
            ("points",),
            f"the checks that are not optional add up to {possible}, not to {assignment.points}",
        )
