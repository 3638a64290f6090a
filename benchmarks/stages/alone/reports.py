"""Measures what the reports of one student cost."""

from __future__ import annotations

from benchmarks.measuring.harness import Line, Sample, Target
from benchmarks.measuring.scripts import numbers_of
from benchmarks.stage import Bench, Stage

ROUNDS = 3


def measure(bench: Bench) -> list[Line]:
    """The longest of the reports that the tests know."""
    numbers = numbers_of("report_speed.py", "--repeat", str(bench.rounds or ROUNDS), say=bench.say)
    name, seconds = max(numbers.items(), key=lambda item: sum(item[1]["anew"]))
    longest = (
        f"the longest of {len(numbers)} kinds of report ({name}), once libraries, templates, "
        "styles and fonts are loaded"
    )
    return [
        Line(
            "HTML and PDF of one student, processor time",
            Sample("every figure drawn anew", "s", tuple(seconds["anew"])),
            Sample("WeasyPrint as it comes", "s", tuple(seconds["plainly"])),
            target=Target("≤ 1.2 s", at_most=1.2),
            note=longest,
        ),
        Line(
            "the same of a student whose trainings others have, too",
            Sample("drawings kept", "s", tuple(seconds["kept"])),
        ),
        Line("HTML alone, processor time", Sample("HTML", "s", tuple(seconds["html"]))),
    ]


STAGE = Stage(
    "reports", "Reports", measure, minutes=0.4, command="python benchmarks/report_speed.py"
)
