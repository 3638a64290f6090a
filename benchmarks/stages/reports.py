"""Measures what the reports of one student cost."""

from __future__ import annotations

from benchmarks.harness import Line, Sample, Target
from benchmarks.scripts import numbers_of
from benchmarks.stage import Bench, Stage

ROUNDS = 3


def measure(bench: Bench) -> list[Line]:
    """The longest of the reports that the tests know."""
    numbers = numbers_of("report_speed.py", "--repeat", str(bench.rounds or ROUNDS), say=bench.say)
    name, seconds = max(numbers.items(), key=lambda item: sum(item[1]))
    return [
        Line(
            "HTML and PDF of one student, processor time",
            Sample("both reports", "s", tuple(seconds)),
            target=Target("< 1 s", at_most=1.0),
            note=f"the longest of {len(numbers)} kinds of report ({name}), once templates, styles "
            f"and fonts are loaded",
        )
    ]


STAGE = Stage(
    "reports", "Reports", measure, minutes=0.4, command="python benchmarks/report_speed.py"
)
