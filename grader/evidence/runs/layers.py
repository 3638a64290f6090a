"""Says in what a model's layers depart from those that the assignment asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.evidence.runs.network import LEARNED, Unit

LOST = 1.0
"""What a layer that was asked for and is missing takes from a likeness, in layers."""
ADDED = 0.5
"""The same for a layer with weights that nobody asked for."""
ADDED_SMALL = 0.15
"""The same for a layer that learns nothing, such as another dropout."""
OTHER_WIDTH = 0.2
OTHER_ACTIVATION = 0.2
OTHER_OF_FAMILY = 0.3
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


@dataclass(frozen=True, slots=True)
class LayerComparison:
    """How a model's layers compare with those asked for."""

    likeness: float
    """1.0 where they are the same; 0 or less where nothing is."""
    differences: tuple[str, ...]


def compare_layers(asked: Sequence[Unit], found: Sequence[Unit]) -> LayerComparison:
    """Align the two rows of layers, and say what differs; both must not be empty."""
    pairs = _align(asked, found)
    lost = sum(_penalty(wanted, got) for wanted, got in pairs)
    differences = [
        phrase
        for wanted, got in pairs
        if wanted and got
        for phrase in _differences_of_unit(wanted, got, asked)
    ]
    differences += _missing([wanted for wanted, got in pairs if wanted and got is None], asked)
    differences += _additional([got for wanted, got in pairs if wanted is None and got])
    return LayerComparison(1.0 - lost / len(asked), tuple(differences))


UnitPair = tuple[Unit | None, Unit | None]


def _penalty(wanted: Unit | None, got: Unit | None) -> float:
    if wanted is None:
        return ADDED if got and got.family in LEARNED else ADDED_SMALL
    if got is None:
        return LOST if wanted.family in LEARNED else LOST / 2
    if wanted.kind != got.kind:
        return OTHER_OF_FAMILY if wanted.family and wanted.family == got.family else 2 * LOST
    width = OTHER_WIDTH if wanted.width not in (None, got.width) else 0.0
    return width + (OTHER_ACTIVATION if wanted.activation not in ("", got.activation) else 0.0)


def _align(asked: Sequence[Unit], found: Sequence[Unit]) -> list[UnitPair]:
    """Pair the layers in order at the least penalty (Needleman and Wunsch, 1970)."""
    best = [[0.0] * (len(found) + 1) for _ in range(len(asked) + 1)]
    step: list[list[UnitPair]] = [[(None, None)] * (len(found) + 1) for _ in range(len(asked) + 1)]
    for i in range(len(asked) + 1):
        for j in range(len(found) + 1):
            ways: list[tuple[float, UnitPair]] = []
            if i and j:
                ways.append(
                    (
                        best[i - 1][j - 1] + _penalty(asked[i - 1], found[j - 1]),
                        (asked[i - 1], found[j - 1]),
                    )
                )
            if i:
                ways.append((best[i - 1][j] + _penalty(asked[i - 1], None), (asked[i - 1], None)))
            if j:
                ways.append((best[i][j - 1] + _penalty(None, found[j - 1]), (None, found[j - 1])))
            if ways:
                best[i][j], step[i][j] = min(ways, key=lambda way: way[0])
    return _walk_back(step)


def _walk_back(step: list[list[UnitPair]]) -> list[UnitPair]:
    pairs: list[UnitPair] = []
    i, j = len(step) - 1, len(step[0]) - 1
    while i or j:
        wanted, got = step[i][j]
        pairs.append((wanted, got))
        i, j = i - (wanted is not None), j - (got is not None)
    return pairs[::-1]


def _differences_of_unit(wanted: Unit, got: Unit, asked: Sequence[Unit]) -> Iterator[str]:
    place = _place(wanted, asked)
    if wanted.kind != got.kind:
        yield f"{got.kind} instead of {wanted.kind}"
    by_the_data = got.width is None and wanted is asked[-1]
    if wanted.width not in (None, got.width) and not by_the_data:
        noun = "filters" if wanted.family == "convolution" else "units"
        yield (
            f"{got.width if got.width is not None else 'an unknown number of'} {noun} instead of "
            f"{wanted.width} in {place}"
        )
    if wanted.activation not in ("", got.activation):
        given = "no activation" if got.activation == "linear" else got.activation
        yield f"{given} instead of {wanted.activation} in {place}"


def _missing(units: Sequence[Unit], asked: Sequence[Unit]) -> list[str]:
    return [f"no {_place(unit, asked).removeprefix('the ')}" for unit in units]


def _additional(units: Sequence[Unit]) -> list[str]:
    counts = Counter(unit.kind for unit in units)
    return [
        f"an additional {kind} layer" if count == 1 else f"{count} additional {kind} layers"
        for kind, count in counts.items()
    ]


def _place(unit: Unit, asked: Sequence[Unit]) -> str:
    """Name a layer as a student would: the hidden layer, the output layer, the second Conv2D
    layer.
    """
    position = next(number for number, other in enumerate(asked) if other is unit)
    alike = [other for other in asked if other.kind == unit.kind]
    if position == len(asked) - 1:
        return "the output layer"
    if len(alike) == len(asked) == 2:
        return "the hidden layer"
    if len(alike) == 1:
        return f"the {unit.kind} layer"
    ordinal = next(number for number, other in enumerate(alike) if other is unit)
    return (
        f"the {_ORDINALS[ordinal] if ordinal < len(_ORDINALS) else f'{ordinal + 1}th'} {unit.kind} "
        f"layer"
    )
