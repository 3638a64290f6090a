"""CPU seconds that the HTML and the PDF of one student take together, once templates, styles and
fonts are loaded.

    python benchmarks/report_speed.py [--repeat 7] [--json -]

The results are those of the report's tests: real curves, matrices and mistakes of three models.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

sys.path.insert(0, str(Path(__file__).parents[1]))

from grader.model.graded.result import Result
from grader.report import Reporter
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist, mnist_data

TARGET_S = 1.0


def cpu_seconds(work: Callable[[], object]) -> float:
    """Return the CPU time that `work` takes in this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(reporter: Reporter, result: Result, repeat: int) -> tuple[list[float], list[float]]:
    """Return the times of HTML alone and of HTML with PDF."""
    alone = [cpu_seconds(lambda: reporter.html(result)) for _ in range(repeat)]
    both = [cpu_seconds(lambda: reporter.html_and_paper(result)) for _ in range(repeat)]
    return alone, both


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
        lambda: Reporter(mnist(), cases.reference(), mnist_data(), TEMPLATES).html_and_paper(
            cases.perfect(mnist())
        )
    )
    reporter = Reporter(mnist(), cases.reference(), mnist_data(), TEMPLATES)
    print(f"first report, with all that is loaded once: {first:.2f} s\n")
    print(
        f"{'report':<18}{'HTML':>9}{'HTML + PDF':>13}{'spread':>17}{'KiB HTML':>11}{'KiB PDF':>9}"
    )
    seconds: dict[str, list[float]] = {}
    for name, case in cases.ALL.items():
        result = case(mnist())
        alone, both = measure(reporter, result, repeat)
        page, written = reporter.html_and_paper(result)
        seconds[name] = both
        print(
            f"{name:<18}{statistics.median(alone):>7.3f} s{statistics.median(both):>11.3f} s"
            f"{min(both):>10.3f}–{max(both):.3f}"
            f"{len(page) // 1024:>10}{len(written.content) // 1024:>9}"
        )
    longest = max(map(statistics.median, seconds.values()))
    print(f"\nmemory afterwards: {psutil.Process().memory_info().rss / 2**20:.0f} MiB")
    print(f"target: {TARGET_S:.1f} s of CPU; longest median: {longest:.2f} s")
    if arguments.json:
        print(json.dumps(seconds))
        return 0
    return 0 if longest < TARGET_S else 1


if __name__ == "__main__":
    sys.exit(main())
