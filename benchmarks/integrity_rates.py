"""Counts false alarms on honest notebooks and hits on forged ones, for each kind of integrity
finding.

    python -m benchmarks.integrity_rates [--write]

Both corpora (`tests/honest/notebooks`, `tests/hostile/forged`) are graded from end to end. With
`--write` the table goes into `docs/security.md`.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.model.graded.finding import IntegrityFinding
from tests.honest.corpus import Habit, read_corpus
from tests.honest.grading import graded
from tests.hostile.lies import read_forged

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "security.md"
BEGIN, END = "<!-- written by benchmarks/integrity_rates.py -->\n", "<!-- end -->\n"
DOUBTS = ("serious", "warning")


@dataclass(frozen=True)
class Marked:
    """A notebook, and what was observed of it."""

    notebook: Habit
    found: tuple[IntegrityFinding, ...]

    def has(self, kind: str, *severities: str) -> bool:
        """Whether a finding of the kind has one of these severities."""
        return any(one.kind == kind and one.severity in severities for one in self.found)

    def worst_is(self, *severities: str) -> bool:
        """Whether any finding has one of these severities."""
        return any(one.severity in severities for one in self.found)


def main() -> None:
    """Grade, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--write", action="store_true", help="write the table into docs/security.md"
    )
    write = parser.parse_args().write
    table = rates(mark(read_corpus()), mark(read_forged()))
    print(table)
    if write:
        DOCUMENT.write_text(with_table(DOCUMENT.read_text("utf-8"), table), "utf-8")


def mark(notebooks: Sequence[Habit]) -> list[Marked]:
    """Grade the notebooks."""
    with graded(notebooks) as grading:
        return [Marked(one, grading.result(one).grade.integrity) for one in notebooks]


def rates(honest: Sequence[Marked], forged: Sequence[Marked]) -> str:
    """The table, in Markdown."""
    kinds = sorted(
        {one.notebook.keys["kind"] for one in forged}
        | {f.kind for m in (*honest, *forged) for f in m.found}
    )
    rows = "".join(_row(kind, honest, forged) for kind in kinds)
    caught = sum(one.has(one.notebook.keys["kind"], *DOUBTS) for one in forged)
    every = (
        f"| **any** | **{_share(sum(m.worst_is('serious') for m in honest), len(honest))}** |"
        f" **{_share(sum(m.worst_is('warning') for m in honest), len(honest))}** |"
        f" {_share(sum(m.worst_is('info') for m in honest), len(honest))} | "
        f"**{_share(caught, len(forged))}** |\n"
    )
    head = (
        "| kind | honest: serious | honest: warning | honest: note | forged: found "
        "|\n|---|---|---|---|---|\n"
    )
    return f"{len(honest)} honest notebooks, {len(forged)} forged ones.\n\n{head}{rows}{every}"


def with_table(document: str, table: str) -> str:
    """The document with the table written anew."""
    before, _, rest = document.partition(BEGIN)
    return f"{before}{BEGIN}\n{table}\n{END}{rest.partition(END)[2]}"


def _row(kind: str, honest: Sequence[Marked], forged: Sequence[Marked]) -> str:
    by_severity = [
        sum(one.has(kind, severity) for one in honest)
        for severity in ("serious", "warning", "info")
    ]
    meant = [one for one in forged if one.notebook.keys["kind"] == kind]
    hits = _share(sum(one.has(kind, *DOUBTS) for one in meant), len(meant)) if meant else "–"
    return (
        f"| `{kind}` | {' | '.join(_share(number, len(honest)) for number in by_severity)} | "
        f"{hits} |\n"
    )


def _share(number: int, total: int) -> str:
    return f"{number} of {total}" if number else "0"


if __name__ == "__main__":
    main()
