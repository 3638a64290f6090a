"""Says which classes a confusion matrix shows as known best and worst, and what is confused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

NBSP = "\N{NO-BREAK SPACE}"


def matrix_sentences(
    rows: Sequence[Sequence[float]], classes: Sequence[str], source: str
) -> Iterator[str]:
    """The sentences for a matrix of counts; the sentence `source` says where it comes from."""
    shares = [(row[label] / sum(row), label) for label, row in enumerate(rows) if sum(row)]
    if not shares:
        return
    (best, easy), (worst, hard) = max(shares), min(shares)
    yield (
        f"{source} Best: {class_name(easy, classes)}, {rows[easy][easy]:,.0f} of "
        f"{sum(rows[easy]):,.0f} right ({_percent(best)}); worst: {class_name(hard, classes)}, "
        f"{rows[hard][hard]:,.0f} of {sum(rows[hard]):,.0f} ({_percent(worst)})."
    )
    count, true, taken_for = _largest_mistake(rows)
    if count:
        yield (
            f"The most frequent mistake: {count:,.0f} times {class_name(true, classes)} was taken "
            f"for {class_name(taken_for, classes)}."
        )


def class_name(label: int, classes: Sequence[str]) -> str:
    """What a class is called, or its number where it has no name."""
    return classes[label] if label < len(classes) else str(label)


def _largest_mistake(rows: Sequence[Sequence[float]]) -> tuple[float, int, int]:
    mistakes = (
        (count, true, taken_for)
        for true, row in enumerate(rows)
        for taken_for, count in enumerate(row)
        if true != taken_for
    )
    return max(mistakes, default=(0.0, 0, 0))


def _percent(share: float) -> str:
    return f"{100 * share:.1f}{NBSP}%"
