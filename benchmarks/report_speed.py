"""CPU seconds that the HTML and the PDF of one student take together, once templates, styles and
fonts are loaded.

    python benchmarks/report_speed.py [--repeat 7] [--json -]

The results are those of the report's tests: real curves, matrices and mistakes of three models.
`anew`: of students whose trainings are all different, so that every figure is drawn; `kept`: of
those who share them, as most of a class do; `plainly`: anew, with the PDF by WeasyPrint as it
comes, which reads every drawing as an SVG, computes the styles of notes that nobody writes, and has
the garbage collected meanwhile.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from unittest.mock import patch

import psutil
from weasyprint import HTML

sys.path.insert(0, str(Path(__file__).parents[1]))

from grader.model.graded.result import Result
from grader.report import Reporter, pdf
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist, mnist_data
from tests.report.data.trained import reference

TARGET_S = 1.2


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU time that `work` takes in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


@dataclass(frozen=True)
class Times:
    """CPU seconds of one kind of report, a round each."""

    html: list[float]
    anew: list[float]
    """HTML and PDF, every figure drawn."""
    kept: list[float]
    """HTML and PDF of a student with the same trainings as another."""
    plainly: list[float]
    """As `anew`, by WeasyPrint as it comes."""


def another(result: Result, number: int) -> Result:
    """The same result with trainings of its own."""
    factor = 1 + number * 1e-5
    runs = tuple(
        replace(
            run,
            history={
                name: tuple(v * factor for v in values) for name, values in run.history.items()
            },
        )
        for run in result.evidence.runs
    )
    scores = tuple(
        replace(score, confusion_matrix=_moved(score.confusion_matrix, number))
        for score in result.scores
    )
    return replace(result, evidence=replace(result.evidence, runs=runs), scores=scores)


def _moved(matrix: tuple[tuple[int, ...], ...], number: int) -> tuple[tuple[int, ...], ...]:
    """One cell holds more than it did."""
    return tuple((row[0] + number * (not index), *row[1:]) for index, row in enumerate(matrix))


def measure(reporter: Reporter, result: Result, repeat: int) -> Times:
    """Render the same report again and again."""
    others = [another(result, number) for number in range(1, 2 * repeat + 1)]
    return Times(
        html=[cpu_seconds(lambda one=one: reporter.html(one)) for one in others[:repeat]],
        anew=[cpu_seconds(lambda one=one: reporter.html_and_paper(one)) for one in others[repeat:]],
        kept=[cpu_seconds(lambda: reporter.html_and_paper(others[-1])) for _ in range(repeat)],
        plainly=measured_plainly(reporter, [another(result, -number) for number in (1, 2)]),
    )


def measured_plainly(reporter: Reporter, results: Sequence[Result]) -> list[float]:
    """CPU seconds of each report whose PDF is written by WeasyPrint as it comes."""
    with (
        patch.object(pdf.LeanHTML, "_ua_stylesheets", HTML._ua_stylesheets),  # noqa: SLF001 - what is left out of it is measured
        patch.object(pdf.Printer, "_drawings", lambda *_: {}),
        patch.object(pdf, "_garbage_collector_resting", nullcontext),
    ):
        return [cpu_seconds(lambda one=one: reporter.html_and_paper(one)) for one in results]


def main() -> int:
    """Print a table and say whether the target is met by the longest report."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeat", type=int, default=7)
    parser.add_argument("--json", metavar="-", help="print the numbers for a program, too")
    arguments = parser.parse_args()
    repeat = arguments.repeat
    first = cpu_seconds(
        lambda: Reporter(mnist(), reference(), mnist_data(), TEMPLATES).html_and_paper(
            cases.perfect(mnist())
        )
    )
    reporter = Reporter(mnist(), reference(), mnist_data(), TEMPLATES)
    print(f"first report, with all that is loaded once: {first:.2f} s\n")
    print(
        f"{'report':<16}{'HTML':>9}{'both, anew':>13}{'both, kept':>13}{'plainly':>11}"
        f"{'KiB HTML':>11}{'KiB PDF':>9}"
    )
    seconds: dict[str, dict[str, list[float]]] = {}
    for name, case in cases.ALL.items():
        result = case(mnist())
        times = measure(reporter, result, repeat)
        page, written = reporter.html_and_paper(result)
        seconds[name] = asdict(times)
        medians = [
            statistics.median(each) for each in (times.html, times.anew, times.kept, times.plainly)
        ]
        print(
            f"{name:<16}{medians[0]:>7.3f} s{medians[1]:>11.3f} s{medians[2]:>11.3f} s"
            f"{medians[3]:>9.3f} s"
            f"{len(page) // 1024:>11}{len(written.content) // 1024:>9}"
        )
    longest = max(statistics.median(times["anew"]) for times in seconds.values())
    print(f"\nmemory afterwards: {psutil.Process().memory_info().rss / 2**20:.0f} MiB")
    print(f"target: {TARGET_S:.1f} s of CPU; longest median: {longest:.2f} s")
    if arguments.json:
        print(json.dumps(seconds))
        return 0
    return 0 if longest < TARGET_S else 1


if __name__ == "__main__":
    sys.exit(main())
