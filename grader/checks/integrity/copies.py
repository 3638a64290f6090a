"""Finds the hand-ins of a batch that are copies of one another.

Names of variables, white space and comments don't count: they are what a copy changes first. What
the starter gave, and what much of the class has in common, doesn't count either: two good answers
to the same question look alike. What is left of two notebooks is compared by the runs of words that
they share (as MOSS does: Schleimer, Wilkerson, Aiken, 2003).
"""

from __future__ import annotations

import hashlib
import keyword
import re
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice

from grader.model.graded.finding import IntegrityFinding
from grader.model.submission import Notebook

IDENTICAL, SIMILAR = "identical_submission", "similar_submission"

RUN = 10
"""Words in a row that make one mark."""
MIN_MARKS = 60
"""Marks of its own that a notebook needs to be compared: a few lines are alike by chance."""
SIMILAR_SHARE = 0.8
"""Of the marks of the notebook that has fewer."""
COMMON_SHARE = 0.25
"""What a larger share of the class has in common is nobody's own…"""
COMMON_AT_LEAST, COMMON_AT_MOST = 4, 30
"""… but never what only so many have, and always what more than so many have."""
MOST_NAMED = 20
MAX_WORDS = 100_000
"""Of a notebook that are compared. Honest ones have a tenth of it; the rest would cost the whole
class time and memory.
"""

_WORD = re.compile(r"#[^\n]*|\.?[A-Za-z_]\w*(?:\s*\()?|\d[\w.]*|'[^'\n]*'|\"[^\"\n]*\"|[^\s\w]")


@dataclass(frozen=True, slots=True)
class Sketch:
    """What of a notebook is compared."""

    digest: str
    """SHA-256 of its cells, without white space at the ends of lines and without empty lines."""
    marks: frozenset[int]
    """Hashes of its runs of words, of which one in `one_in` is kept: in all notebooks the same
    ones.
    """
    one_in: int = 1


def sketch(notebook: Notebook, *, one_in: int = 1) -> Sketch:
    """Take of a notebook what is compared; its outputs are not. Of a large class one mark in
    `one_in` is enough.
    """
    lines = [
        f"{cell.kind}\0{line.rstrip()}"
        for cell in notebook.cells
        for line in cell.source.splitlines()
        if line.strip()
    ]
    digest = hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()
    every = (
        word for cell in notebook.cells for word in _words(cell.source, code=cell.kind == "code")
    )
    words = list(islice(every, MAX_WORDS))
    runs = (" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1))
    marks = (zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs)
    return Sketch(digest, frozenset(mark for mark in marks if mark % one_in == 0), one_in)


def copies(
    sketches: Mapping[str, Sketch],
    *,
    starter: Sketch | None,
    owners: Mapping[str, AbstractSet[str]],
) -> dict[str, tuple[IntegrityFinding, ...]]:
    """Return the findings about every hand-in that is a copy or has one, by the hand-in's name.

    `owners` names the students of a hand-in by their ids, where they are known: what one student
    hands in twice is no copy.
    """
    own = _own_marks(sketches, starter)
    identical: dict[str, list[str]] = defaultdict(list)
    similar: dict[str, dict[str, float]] = defaultdict(dict)
    for one, other, shared in _pairs(sketches, own):
        if owners.get(one, frozenset()) & owners.get(other, frozenset()):
            continue
        if sketches[one].digest == sketches[other].digest:
            identical[one].append(other)
            identical[other].append(one)
        elif shared >= SIMILAR_SHARE:
            similar[one][other] = similar[other][one] = shared
    return {
        name: (*_about_identical(identical.get(name, [])), *_about_similar(similar.get(name, {})))
        for name in sketches
        if name in identical or name in similar
    }


def _words(source: str, *, code: bool) -> Iterator[str]:
    """The words of a cell; in code, names that an author chooses freely are all the same word."""
    if not code:
        yield from (found[0] for found in re.finditer(r"\w+", source.casefold()))
        return
    for found in _WORD.finditer(source):
        word = found[0]
        if word.startswith("#"):
            continue
        called = word.endswith("(")
        bare = word.rstrip("( \t\n")
        if bare[:1].isalpha() or bare[:1] == "_":
            yield bare if called or keyword.iskeyword(bare) else "v"
        else:
            yield bare or word
        if called:
            yield "("


def _own_marks(sketches: Mapping[str, Sketch], starter: Sketch | None) -> dict[str, frozenset[int]]:
    """The marks of each hand-in that are neither the starter's nor the class's."""
    given = starter.marks if starter else frozenset[int]()
    distinct = {one.digest: one for one in sketches.values()}
    spread = Counter(mark for one in distinct.values() for mark in one.marks)
    common_from = min(COMMON_AT_MOST, max(COMMON_AT_LEAST, int(COMMON_SHARE * len(distinct))))
    common = {mark for mark, times in spread.items() if times > common_from}
    own = {digest: one.marks - given - common for digest, one in distinct.items()}
    return {name: own[one.digest] for name, one in sketches.items()}


def _pairs(
    sketches: Mapping[str, Sketch], own: Mapping[str, frozenset[int]]
) -> Iterator[tuple[str, str, float]]:
    """Every two hand-ins that have something of their own in common, and how much of it, from 0 to
    1.
    """
    compared = [name for name in sketches if len(own[name]) * sketches[name].one_in >= MIN_MARKS]
    by_mark: dict[int, list[int]] = defaultdict(list)
    shared: Counter[tuple[int, int]] = Counter()
    for place, name in enumerate(compared):
        for mark in own[name]:
            for earlier in by_mark[mark]:
                shared[earlier, place] += 1
            by_mark[mark].append(place)
    for (first, second), number in shared.items():
        one, other = compared[first], compared[second]
        yield one, other, number / min(len(own[one]), len(own[other]))


def _about_identical(others: Sequence[str]) -> Iterator[IntegrityFinding]:
    if others:
        how_many = "another hand-in" if len(others) == 1 else f"{len(others)} other hand-ins"
        message = f"The cells of this notebook are the same, word for word, as those of {how_many}."
        yield IntegrityFinding(
            IDENTICAL, "warning", message, others=tuple(sorted(others)[:MOST_NAMED])
        )


def _about_similar(others: Mapping[str, float]) -> Iterator[IntegrityFinding]:
    if others:
        how_many = "another hand-in" if len(others) == 1 else f"{len(others)} other hand-ins"
        message = (
            f"Up to {100 * max(others.values()):.0f} % of what this notebook has of its own, "
            f"beyond the starter and what much of"
            f" the class wrote, stands in {how_many} too; names of variables were not compared."
        )
        named = sorted(others, key=lambda name: (-others[name], name))
        yield IntegrityFinding(SIMILAR, "info", message, others=tuple(named[:MOST_NAMED]))
