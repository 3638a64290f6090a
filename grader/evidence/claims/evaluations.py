"""Reads the values of a finished model that a cell states: accuracy and loss."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from grader.evidence.claims.stated import NUMBER, StatedValue, values_in

_LIST = re.compile(
    rf"\s{{0,8}}(?:Out\[\d{{1,6}}\]:)?\s{{0,4}}[\[(]\s{{0,4}}(?P<numbers>{NUMBER}(?:\s{{0,4}},\s{{0,4}}{NUMBER}){{1,7}})\s{{0,4}}[\])]"
)
_DICT = re.compile(
    rf"\{{\s{{0,4}}'\w{{1,60}}':\s{{0,4}}{NUMBER}(?:\s{{0,4}},\s{{0,4}}'\w{{1,60}}':\s{{0,4}}{NUMBER}){{0,9}}\s{{0,4}}\}}"
)
_NUMPY = re.compile(rf"(?:np|numpy)\.float\d\d\(({NUMBER})\)")
_BAR = re.compile(r"\[[=>.\-]{3,}|━{3}|\d(?:us|ms|s)/(?:step|sample)|={5}")
_STEPS = re.compile(r"\s*(\d{1,9})/(\d{1,9})(?=\s|\[|━|$)")
_EVALUATE = re.compile(r"\.evaluate(?:_generator)?\s{0,3}\(([^()]{0,300})")
_ABOUT_SCORES = re.compile(r"evaluate|score|result|accurac|\beval|loss", re.IGNORECASE)
_ARGUMENT_OF_TRAINING = re.compile(r"train", re.IGNORECASE)
_ARGUMENT_HELD_OUT = re.compile(r"val|test", re.IGNORECASE)
_KEPT = ("loss", "accuracy")
ROUNDING = 0.0006
"""Values of one evaluation that differ by no more are the same, printed with fewer digits."""


@dataclass(slots=True)
class StatedEvaluation:
    """The values of one evaluation."""

    metrics: dict[str, float] = field(default_factory=dict)
    on: str = ""
    """`val` or `train`, where the words tell."""
    has_bar: bool = False
    has_list: bool = False
    quote: str = ""
    written: list[str] = field(default_factory=list)
    """The numbers, digit by digit."""

    def held_out(self) -> bool:
        """Whether it is about held-out data; so it is, unless something says otherwise."""
        return self.on != "train"

    def named(self) -> dict[str, float]:
        """The values as a run's history would name them: `val_accuracy` on held-out data, else
        `accuracy`.
        """
        return {
            f"val_{name}" if self.held_out() else name: value
            for name, value in self.metrics.items()
        }


def read_evaluations(lines: Sequence[str], source: str) -> list[StatedEvaluation]:
    """Return the evaluations that the lines of a cell's output state, in order."""
    found: list[StatedEvaluation] = []
    expects_lists = _ABOUT_SCORES.search(source) is not None
    for line in lines:
        if (
            not ("[" in line or "(" in line or ":" in line or "=" in line or " is " in line)
            or len(line) > 20_000
        ):
            continue
        for piece in _pieces(line[:2000], expects_lists=expects_lists):
            _add(piece, found)
    calls = _EVALUATE.findall(source)
    for number, evaluation in enumerate(found):
        if not evaluation.on and calls:
            evaluation.on = _set_of_arguments(
                calls[number] if len(calls) == len(found) else calls[-1]
            )
    return [evaluation for evaluation in found if evaluation.metrics]


def _pieces(line: str, *, expects_lists: bool) -> Iterator[StatedEvaluation]:
    """What one line states: a list that was returned, a bar, or values in words."""
    listed = _LIST.match(_NUMPY.sub(r"\1", line)) if expects_lists else None
    stated = [] if _DICT.search(line) else [one for one in values_in(line) if one.name in _KEPT]
    if listed:
        yield from _from_list(listed["numbers"], line)
    elif expects_lists and (match := _DICT.search(_NUMPY.sub(r"\1", line))):
        inner = match[0].replace("'", "")
        yield _from_values([v for v in values_in(inner) if v.name in _KEPT], line, has_list=True)
    elif stated:
        steps = _STEPS.match(line)
        if not (steps and int(steps[1]) < int(steps[2])):
            yield from _by_set(stated, line)


def _from_list(numbers: str, line: str) -> Iterator[StatedEvaluation]:
    written = [number.strip() for number in numbers.split(",")]
    values = [float(number) for number in written]
    if (
        all("." in number or "e" in number for number in written[:2])
        and values[0] >= 0
        and 0 <= values[1] <= 1
    ):
        yield StatedEvaluation(
            dict(zip(_KEPT, values[:2], strict=True)),
            has_list=True,
            quote=line.strip()[:200],
            written=written[:2],
        )


def _by_set(stated: Sequence[StatedValue], line: str) -> Iterator[StatedEvaluation]:
    """A printed line may state training and validation side by side."""
    for on in dict.fromkeys(value.on for value in stated):
        yield _from_values([value for value in stated if value.on == on], line, has_list=False)


def _from_values(stated: Sequence[StatedValue], line: str, *, has_list: bool) -> StatedEvaluation:
    return StatedEvaluation(
        {one.name: one.value for one in stated},
        on=next((one.on for one in stated if one.on), ""),
        has_bar=_BAR.search(line) is not None,
        has_list=has_list,
        quote=line.strip()[:200],
        written=[one.written for one in stated],
    )


def _add(piece: StatedEvaluation, found: list[StatedEvaluation]) -> None:
    """Merge what belongs to the evaluation before, which what `evaluate` returned tells most
    exactly.
    """
    last = found[-1] if found else None
    if last is None or not _same(last, piece):
        found.append(piece)
        return
    exact, rounded = (piece, last) if piece.has_list and not last.has_list else (last, piece)
    last.metrics = {**rounded.metrics, **exact.metrics}
    last.on = last.on or piece.on
    last.quote = exact.quote
    last.written += piece.written
    last.has_bar, last.has_list = last.has_bar or piece.has_bar, last.has_list or piece.has_list


def _same(last: StatedEvaluation, piece: StatedEvaluation) -> bool:
    if (
        (piece.has_bar and last.has_bar)
        or (piece.has_list and last.has_list)
        or (piece.on and last.on and piece.on != last.on)
    ):
        return False
    shared = last.metrics.keys() & piece.metrics.keys()
    slack = 4 * ROUNDING if last.has_bar and piece.has_list else ROUNDING
    return all(abs(last.metrics[name] - piece.metrics[name]) <= slack for name in shared)


def _set_of_arguments(arguments: str) -> str:
    if _ARGUMENT_OF_TRAINING.search(arguments) and not _ARGUMENT_HELD_OUT.search(arguments):
        return "train"
    return "val"
