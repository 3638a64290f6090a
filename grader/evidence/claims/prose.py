"""Reads the results of the notebook's own that the student states in words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from grader.evidence.claims.not_own import states_own_result
from grader.evidence.names import modern_metric

Sense = Literal["about", "at least", "at most"]

MAX_CHARS = 50_000
"""Of one cell's text."""
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")
_NUMBER = re.compile(
    r"(?P<sense>>=?|≥|<=?|≤|~|≈|over|above|more than|at least|better "
    r"than|about|around|approximately|nearly|almost|roughly|circa|ca\.|"
    r"rund|etwa|ungefähr|fast|knapp|über|mindestens|unter|alrededor de|aproximadamente|casi|más "
    r"de|environ|presque|près de|plus de|"
    r"below|under|less than|at most)?\s{0,3}(?<![\w.,])"
    r"(?:(?P<percent>\d{1,3}(?:[.,]\d{1,6})?)\s?(?:%|percent\b|per cent\b|prozent\b|por "
    r"ciento\b|pour cent\b)|"
    r"(?P<decimal>\d?\.\d{1,10}(?:e-?\d\d?)?|0,\d{2,10}))(?![\w%])(?!\s{0,2}(?:points?|times|seconds?|minutes?|min\b|ms\b|s\b|x\b))",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"(?P<accuracy>accura\w*|\bacc\b|classified "
    r"(?:right|correct\w*)|correctly|genauigkeit\w*|trefferquote|korrekt\w*|"
    r"exactitud\w*|precisión|aciert\w*|exactitude|précision)|(?P<loss>\bloss\b|\bverlust\w*|\bpérdida|\bperte)|"
    r"(?P<other>dropout|split|rate|momentum|times?\b|faster|slower|precision|recall|f1|of the "
    r"(?:data|images)|pixels?|epochs?)",
    re.IGNORECASE,
)
_ABOUT = {
    "~", "≈", "about", "around", "approximately", "nearly", "almost", "roughly", "circa", "ca.",
    "rund", "etwa", "ungefähr", "fast", "knapp", "alrededor de", "aproximadamente", "casi",
    "environ", "presque", "près de",
}  # fmt: skip
_AT_MOST = {"<", "<=", "≤", "below", "under", "less than", "at most", "unter"}
_TABLE_RULE = re.compile(r"[\s|:\-]{3,}")
_CELL_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,10})?)\s?(%?)")


@dataclass(frozen=True, slots=True)
class Statement:
    """A value that the prose states."""

    metric: str
    value: float
    tolerance: float
    """Half a unit of the last digit that is written, and a little more."""
    sense: Sense
    quote: str

    in_percent: bool
    """A number in percent can't be a loss; a bare number that is named loosely may be either."""

    def borne_out_by(self, shown: Sequence[float]) -> bool:
        """Whether one of the values that outputs show agrees; `shown` holds them in rising
        order.
        """
        least, most = self.value - self.tolerance, self.value + self.tolerance
        if self.sense == "at least":
            return bool(shown) and shown[-1] >= least
        if self.sense == "at most":
            return bool(shown) and shown[0] <= most
        place = bisect_left(shown, least)
        return place < len(shown) and shown[place] <= most


def read_statements(text: str) -> list[Statement]:
    """Return the accuracies and losses that a text states; questions state nothing."""
    if not any(sign in text for sign in "%.") and "percent" not in text:
        return []
    lines = text[:MAX_CHARS].splitlines()
    tables = {number for number, line in enumerate(lines) if line.count("|") > 1}
    prose = "\n".join(line for number, line in enumerate(lines) if number not in tables)
    statements = [
        statement
        for sentence in _SENTENCE_END.split(prose)
        if sentence.strip() and not sentence.rstrip().endswith("?") and states_own_result(sentence)
        for statement in _in_sentence(sentence[:1000])
    ]
    return statements + list(_in_tables([lines[number] for number in sorted(tables)]))


def _in_sentence(sentence: str) -> Iterator[Statement]:
    topics = list(_TOPIC.finditer(sentence))
    for match in _NUMBER.finditer(sentence):
        metric = _metric_of(match, topics)
        if metric is None or (metric == "loss" and match["percent"]):
            continue
        written = match["percent"] or match["decimal"]
        statement = _statement(
            metric, written, match["sense"], sentence, percent=bool(match["percent"])
        )
        if statement is not None:
            yield statement


def _metric_of(number: re.Match[str], topics: Sequence[re.Match[str]]) -> str | None:
    """The topic named last before the number, else the first after it."""
    before = [
        topic
        for topic in topics
        if topic.end() <= number.start("percent" if number["percent"] else "decimal")
    ]
    after = [topic for topic in topics if topic.start() >= number.end()]
    nearest = before[-1] if before else after[0] if after else None
    if nearest is None or nearest["other"]:
        return None
    return "accuracy" if nearest["accuracy"] else "loss"


def _sense(words: str | None) -> Sense:
    lower = (words or "").lower()
    if not lower or lower in _ABOUT:
        return "about"
    return "at most" if lower in _AT_MOST else "at least"


def _statement(
    metric: str, written: str, words: str | None, quote: str, *, percent: bool
) -> Statement | None:
    written = written.replace(",", ".")
    value, scale = float(written), 0.01 if percent else 1.0
    digits = len(written.split(".")[1].split("e")[0]) if "." in written else 0
    loosely = 3 if (words or "").lower() in _ABOUT else 1
    tolerance = 0.6 * 10.0**-digits * scale * loosely
    if metric == "accuracy" and not 0 < value * scale <= 1:
        return None
    return Statement(
        metric, value * scale, tolerance, _sense(words), " ".join(quote.split())[:200], percent
    )


def _in_tables(lines: Sequence[str]) -> Iterator[Statement]:
    """Rows of Markdown tables under a column named accuracy or loss."""
    columns: list[str] = []
    for line in lines:
        cells = [cell.strip().strip("*` ") for cell in line[:2000].strip().strip("|").split("|")]
        if _TABLE_RULE.fullmatch(line):
            continue
        named = [_column(cell) for cell in cells]
        if any(named):
            columns = named
            continue
        for column, cell in zip(columns, cells, strict=False):
            number = _CELL_NUMBER.fullmatch(cell)
            if column and number:
                value = float(number[1])
                percent = bool(number[2]) or (column == "accuracy" and value > 1)
                statement = _statement(column, number[1], None, line.strip(), percent=percent)
                if statement is not None:
                    yield statement


def _column(heading: str) -> str:
    words = heading.lower().replace("(%)", "").split()
    for word in words:
        name = modern_metric(word.strip("_:()").removeprefix("val_").removeprefix("test_"))
        if name in ("accuracy", "loss"):
            return name
    return ""
