"""Says in which form a confusion matrix that is shown is one that we measured.

Counts, their logarithms, or shares (of all examples, of each true class, of each prediction; in per
cent too), transposed, rounded, upside down, with the classes in another order, with its diagonal
left out. Shares are
turned back into counts before they are compared, so that many small shares can't hide a difference;
what rounding may have taken, by the digits that are shown, is allowed for.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

Matrix = tuple[tuple[float, ...], ...]

COUNT_TOLERANCE = 0.002
"""Of all examples, how many may be counted elsewhere: ties of rounding between the student's
predictions and ours.
"""
FEWEST_DIGITS, MOST_DIGITS = 2, 6
"""A share with fewer digits is read as if it had two; with more, as if it weren't rounded."""
MAX_TRIALS = 20_000
"""Of orders of the classes."""
MOST_EXPONENT = 30.0
"""Of a logarithm of a count."""
TURNED = " Its rows are the predicted classes and its columns the true ones."
UPSIDE_DOWN = " It stands upside down: its last row comes first."
LOGARITHMS = " It shows the logarithms of the counts."
EXACT = 1e-5
"""What float32 leaves of a share."""


@dataclass(frozen=True, slots=True)
class MatrixForm:
    """How a matrix is written."""

    remark: str
    """A sentence for the report with a space before it; empty for counts with the true classes as
    rows.
    """
    shows_mistakes: bool = True
    """Whether it tells the model from one that makes none."""


@dataclass(frozen=True, slots=True)
class _MatrixReading:
    """The matrix as it is if it is written in one of the forms."""

    shares: Matrix
    """What is shown, between 0 and 1 where it holds shares."""
    wholes: Matrix
    """By place, of how many examples it is a share; 1 where it counts."""
    slack: float
    """Half of the last digit that is shown."""
    remark: str


def form_of(shown: Matrix, measured: Matrix) -> MatrixForm | None:
    """The form in which `shown` is `measured` (rows are true classes); None where it is another
    matrix.
    """
    size = len(measured)
    if (
        not size
        or len(shown) != size
        or any(len(row) != size for row in shown)
        or not any(map(any, measured))
    ):
        return None
    for counted, remark in ((shown, ""), *_counted(shown, sum(map(sum, measured)))):
        if form := _written_as(counted, measured):
            return MatrixForm(remark + form.remark, form.shows_mistakes)
    return None


def _written_as(shown: Matrix, measured: Matrix) -> MatrixForm | None:
    size = len(measured)
    plain = tuple(tuple(value if math.isfinite(value) else 0.0 for value in row) for row in shown)
    turned_over = tuple(zip(*plain, strict=True))
    turned_words = " Its rows are the predicted classes and its columns the true ones."
    upside_down = " It stands upside down: its last row comes first."
    ways = (
        (plain, ""),
        (turned_over, turned_words),
        (plain[::-1], upside_down),
        (tuple(zip(*plain[::-1], strict=True)), turned_words + upside_down),
    )
    faultless = tuple(
        tuple(sum(row) if place == true else 0 for place in range(size))
        for true, row in enumerate(measured)
    )
    makes_some = _wrong(measured) > COUNT_TOLERANCE * sum(map(sum, measured))
    for same in (_is_same, _is_same_without_diagonal, _is_reordered):
        for values, turned in ways if same is not _is_reordered else ways[:2]:
            for reading in _readings(values, measured):
                remark = same(reading, measured)
                if remark is not None:
                    hidden = makes_some and same(reading, faultless) is not None
                    return MatrixForm(reading.remark + remark + turned, not hidden)
    return None


def _counted(shown: Matrix, total: float) -> Iterator[tuple[Matrix, str]]:
    """What was counted, where the logarithms of that are shown, or of a little more, since there is
    none of nought; or that and a little more.
    """
    flat = [value for row in shown for value in row]
    least, most = min(flat), max(flat)
    if any(map(math.isnan, flat)) or math.isinf(most):
        return
    ways: tuple[tuple[Callable[[float], float], str], ...] = (
        (math.exp, LOGARITHMS),
        (lambda value: 10.0**value, LOGARITHMS),
        (math.exp2, LOGARITHMS),
        (float, ""),
    )
    for undone, remark in ways if most < MOST_EXPONENT else ways[-1:]:
        more = undone(least)
        if abs(more) > 1 or (not more and not remark):
            continue
        counted = tuple(tuple(undone(value) - more for value in row) for row in shown)
        if abs(sum(map(sum, counted)) - total) <= COUNT_TOLERANCE * total:
            yield tuple(tuple(float(round(value)) for value in row) for row in counted), remark


def _wrong(matrix: Matrix) -> float:
    """How many examples stand beside the diagonal."""
    return sum(sum(row) - row[true] for true, row in enumerate(matrix))


def _readings(values: Matrix, measured: Matrix) -> Iterator[_MatrixReading]:
    size, total = len(measured), float(sum(map(sum, measured)))
    ones: Matrix = ((1.0,) * size,) * size
    yield _MatrixReading(values, ones, 0.0, "")
    rows = tuple((max(1.0, float(sum(row))),) * size for row in measured)
    columns = (
        tuple(max(1.0, float(sum(column))) for column in zip(*measured, strict=True)),
    ) * size
    digits = _digits(values)
    for scale, unit in ((1.0, ""), (100.0, ", in per cent")):
        shares = tuple(tuple(value / scale for value in row) for row in values)
        slack = _tolerance(digits, scale)
        for wholes, of in (
            (rows, "each true class"),
            (((total,) * size,) * size, "all examples"),
            (columns, "each prediction"),
        ):
            yield _MatrixReading(
                shares, wholes, slack, f" It shows shares instead of counts, of {of}{unit}."
            )


def _digits(values: Matrix) -> int | None:
    """How many decimal digits are shown; None where the values aren't rounded."""
    flat = [value for row in values for value in row]
    for digits in range(MOST_DIGITS + 1):
        if all(abs(value - round(value, digits)) <= EXACT * 10.0**-digits for value in flat):
            return digits
    return None


def _tolerance(digits: int | None, scale: float) -> float:
    if digits is None:
        return EXACT
    shown = digits + (2 if scale > 1 else 0)
    return 0.5 * 10.0 ** -max(shown, FEWEST_DIGITS) + EXACT


def _is_same(reading: _MatrixReading, measured: Matrix) -> str | None:
    return (
        "" if _misplaced(reading, measured) <= COUNT_TOLERANCE * sum(map(sum, measured)) else None
    )


def _is_same_without_diagonal(reading: _MatrixReading, measured: Matrix) -> str | None:
    """Whether the right answers are left out, which shows the mistakes better."""
    without = _blanked(measured)
    if any(reading.shares[place][place] for place in range(len(measured))) or not any(
        map(any, without)
    ):
        return None
    if not any(map(any, reading.shares)) or _is_same(reading, without) is None:
        return None
    return " Its diagonal, the right answers, is left out."


def _blanked(matrix: Matrix) -> Matrix:
    return tuple(
        tuple(0.0 if column == place else value for column, value in enumerate(row))
        for place, row in enumerate(matrix)
    )


def _is_reordered(reading: _MatrixReading, measured: Matrix) -> str | None:
    """Whether it is the same with the classes in another order, rows and columns alike."""
    shown = reading.shares
    expected = tuple(
        tuple(count / whole for count, whole in zip(*row, strict=True))
        for row in zip(measured, reading.wholes, strict=True)
    )
    within = reading.slack + EXACT

    def fits(place: int, true: int, chosen: Sequence[int]) -> bool:
        return all(
            abs(shown[place][other] - expected[true][taken]) <= within
            and abs(shown[other][place] - expected[taken][true]) <= within
            for other, taken in enumerate((*chosen, true))
        )

    candidates = _candidates(shown, expected, within)
    return " Its classes stand in another order." if _an_order(candidates, fits) else None


def _candidates(shown: Matrix, expected: Matrix, within: float) -> list[list[int]]:
    """By place, the classes that could stand there whatever stands elsewhere: sorted, both have the
    same row, the same column and the same value on the diagonal.

    Where each of two lists of numbers differs by at most `within` from the other in some order, it
    does so with both sorted.
    """

    def lines(matrix: Matrix) -> list[tuple[float, ...]]:
        turned = zip(*matrix, strict=True)
        return [
            (matrix[place][place], *sorted(row), *sorted(column))
            for place, (row, column) in enumerate(zip(matrix, turned, strict=True))
        ]

    theirs = lines(expected)
    return [
        [
            true
            for true, other in enumerate(theirs)
            if all(abs(one - two) <= within for one, two in zip(line, other, strict=True))
        ]
        for line in lines(shown)
    ]


def _an_order(
    candidates: Sequence[Sequence[int]], fits: Callable[[int, int, Sequence[int]], bool]
) -> tuple[int, ...] | None:
    """Which class stands in which place, found by trying, a place after the other."""
    if not all(candidates):
        return None
    trials = 0
    stack: list[tuple[int, ...]] = [()]
    while stack:
        chosen = stack.pop()
        if len(chosen) == len(candidates):
            return chosen
        for true in candidates[len(chosen)]:
            trials += 1
            if true not in chosen and fits(len(chosen), true, chosen):
                stack.append((*chosen, true))
        if trials > MAX_TRIALS:
            return None
    return None


def _misplaced(reading: _MatrixReading, measured: Matrix) -> float:
    """How many examples stand in another place, what rounding explains left aside."""
    rows = zip(reading.shares, reading.wholes, measured, strict=True)
    return (
        sum(
            max(0.0, abs(share - count / whole) - reading.slack) * whole
            for shares, wholes, counts in rows
            for share, whole, count in zip(shares, wholes, counts, strict=True)
        )
        / 2
    )
