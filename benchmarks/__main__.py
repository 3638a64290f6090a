"""The command behind `make bench`: measures, prints a table, and writes RESULTS.md.

    python -m benchmarks [--full] [--only STAGE ...] [--rounds N] [--list] [--page]

Without options it measures the short stages, with `--full` the long ones; what was measured before
of the other stages stays in the results.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
import traceback
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import page, results
from benchmarks.measuring import machine
from benchmarks.others import environment
from benchmarks.stage import ROOT, Bench, Stage
from benchmarks.stages.all import STAGES, chosen

PAGE = ROOT / "benchmarks" / "RESULTS.md"


def main() -> int:
    """Measure what was asked for; 1 where a stage could not be measured."""
    arguments = _arguments()
    try:
        stages = [] if arguments.page else chosen(full=arguments.full, only=tuple(arguments.only))
    except KeyError as error:
        print(
            f"no stage is called {error.args[0]}; there are: "
            f"{', '.join(stage.name for stage in STAGES)}"
        )
        return 2
    if arguments.list:
        for stage in STAGES:
            print(
                f"{stage.name:14}{stage.minutes:5.1f} min  {'full' if stage.long else '    '}  "
                f"{stage.title}"
            )
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    failed = False
    for stage in stages:
        say(f"{stage.title} (about {stage.minutes:g} min)")
        measured = measure(stage, rounds=arguments.rounds, everything=arguments.everything)
        print(page.plain(measured), flush=True)
        failed |= bool(measured.problem)
        results.save(results.load().and_also(measured))
        write_page()
    write_page()
    print(f"written: {PAGE}")
    return int(failed)


def measure(stage: Stage, *, rounds: int | None, everything: bool) -> results.Measured:
    """Run one stage in a folder of its own; a stage that breaks says why and stops no other."""
    load_before, started = machine.load(), time.monotonic()
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M")
    lines, problem = (), ""
    with tempfile.TemporaryDirectory(prefix="grader-bench-") as folder:
        try:
            bench = Bench(
                Path(folder), rounds, lambda text: say(f"  {text}"), everything=everything
            )
            lines = tuple(stage.measure(bench))
        except Exception:  # noqa: BLE001 - the boundary of one stage
            problem = traceback.format_exc(limit=-3)
    return results.Measured(
        stage.name,
        stage.title,
        stage.command,
        machine.describe_machine(),
        when,
        machine.commit(ROOT),
        time.monotonic() - started,
        load_before,
        {**machine.our_versions(), **environment.versions()},
        lines,
        problem,
    )


def write_page() -> None:
    """Write RESULTS.md from all that is known."""
    order = {stage.name: place for place, stage in enumerate(STAGES)}
    minutes = {
        long: sum(stage.minutes for stage in STAGES if stage.long == long) for long in (False, True)
    }
    known = results.load().in_order(order)
    PAGE.write_text(
        page.page(known, bench_minutes=minutes[False], full_minutes=minutes[True]), "utf-8"
    )


def say(text: str) -> None:
    """Tell the operator, with the time."""
    print(f"[{datetime.now(UTC):%H:%M:%S}] {text}", file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--full", action="store_true", help="the stages that take long")
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="STAGE", help="only these stages, short or long"
    )
    parser.add_argument(
        "--rounds", type=int, help="as many rounds; each stage has its own number otherwise"
    )
    parser.add_argument(
        "--everything",
        action="store_true",
        help="compare the verdicts of the whole class; an hour more",
    )
    parser.add_argument("--list", action="store_true", help="name the stages")
    parser.add_argument(
        "--page", action="store_true", help="measure nothing, write RESULTS.md again"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
