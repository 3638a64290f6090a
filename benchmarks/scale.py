"""Works out how many hand-ins a day a cluster grades, from what one of them was measured to cost.

    python -m benchmarks.scale [--measure] [--hand-ins N]

`--measure` measures anew what a hand-in costs (benchmarks/scale.json); then, and without it, the
tables of docs/scale.md are written from that file and from benchmarks/results.json.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks import results
from benchmarks.cluster.queueing import Day, Need, simulated
from benchmarks.page import number, table
from benchmarks.stage import ROOT

FILE = ROOT / "benchmarks" / "scale.json"
PAGE = ROOT / "docs" / "scale.md"
HAND_INS = 100_000
SLOTS = (16, 64, 256, 1024, 4096)
OWN = (0.01, 0.1, 1.0)
"""Shares of hand-ins whose trainings nobody else asks for."""
WINDOW = 512
LINK_BYTES_PER_S = 117e6
"""A gigabit, less what Ethernet and TCP take of it; the only number here that was not measured."""
SEED = 17
DAY_S = 86_400
EPOCHS = {"dense network, an epoch on one core, processor time": 1500,
          "convolutional network, an epoch on one core, processor time": 15}  # fmt: skip
"""Of the model answer of `mnist`, by what the stage `training` measured."""
BEGIN, END = "<!-- written by python -m benchmarks.scale -->", "<!-- end -->"


@dataclass(frozen=True, slots=True)
class HandInCost:
    """What a hand-in was measured to cost: mnist's model answer, its trainings looked up."""

    when: str
    machine: str
    slot_s: float
    """Processor seconds on the worker, reports included."""
    start_s: float
    """Processor seconds of a batch before and after its hand-ins, once a worker."""
    memory_gib: float
    """Most that one slot with all its processes held."""
    sent_bytes: int
    """To the worker."""
    returned_bytes: int
    """From the worker, packed."""
    folder_bytes: int
    """In the batch's folder."""
    submitting_s: float
    """Processor seconds of the submitting process, sending and taking."""
    tasks_per_s: float
    """Empty tasks that a scheduler gives to two workers."""


def own_training_s(known: results.Results) -> float:
    """Processor seconds of the trainings of a hand-in where nobody has done them before."""
    measured = {line.what: line.ours.median for line in known.stages["training"].lines}
    return sum(measured[what] * epochs for what, epochs in EPOCHS.items())


def needs(cost: HandInCost, training_s: float) -> tuple[Need, ...]:
    """What a hand-in asks for, one after another."""
    half_s, task_s = cost.submitting_s / 2, 1 / cost.tasks_per_s
    return (
        Need("submitting process", half_s),
        Need("its link", cost.sent_bytes / LINK_BYTES_PER_S),
        Need("scheduler", task_s),
        Need("slots", cost.slot_s + training_s),
        Need("its link", cost.returned_bytes / LINK_BYTES_PER_S),
        Need("submitting process", half_s),
    )


def a_day(
    cost: HandInCost, *, slots: int, own: float, training_s: float, count: int, window: int
) -> Day:
    """All hand-ins at once in the morning; a share of them has trainings of its own."""
    draw = random.Random(SEED)
    routes = {True: needs(cost, training_s), False: needs(cost, 0.0)}
    day = [routes[draw.random() < own] for _ in range(count)]
    return simulated(day, {"slots": slots}, window=window)


def tables(cost: HandInCost, training_s: float, count: int) -> str:
    """What stands in the page."""
    return "\n\n".join(
        (
            measured_table(cost, training_s),
            arithmetic(cost, training_s, count),
            _simulated(cost, training_s, count),
        )
    )


def measured_table(cost: HandInCost, training_s: float) -> str:
    """What a hand-in costs."""
    rows = (
        ("processor time on a worker, trainings looked up, with HTML and PDF",
         f"{number(cost.slot_s)} s"),
        ("processor time of its trainings where nobody has done them", f"{number(training_s)} s"),
        ("processor time before the first hand-in, once a worker", f"{number(cost.start_s)} s"),
        ("memory of a slot with its processes", f"{number(cost.memory_gib)} GiB"),
        ("sent to the worker", f"{number(cost.sent_bytes / 1e3)} kB"),
        ("back from the worker", f"{number(cost.returned_bytes / 1e3)} kB"),
        ("its folder", f"{number(cost.folder_bytes / 1e3)} kB"),
        ("processor time of the submitting process", f"{number(cost.submitting_s * 1e3)} ms"),
        ("empty tasks that the scheduler gives out", f"{number(cost.tasks_per_s)} a second"),
    )  # fmt: skip
    head = f"Measured {cost.when} on {cost.machine}; the trainings by the stage `training`."
    return head + "\n\n" + table(("a hand-in of `mnist`", "measured"), rows)


def arithmetic(cost: HandInCost, training_s: float, count: int) -> str:
    """What a day of them comes to, without waiting for anything."""
    rows = []
    for own in OWN:
        seconds = count * (cost.slot_s + own * training_s)
        slots = seconds / DAY_S
        rows.append(
            (f"{own:.0%}", f"{number(seconds / 3600)} h", number(slots),
             f"{number(slots * cost.memory_gib)} GiB")
        )  # fmt: skip
    moved = count * (cost.sent_bytes + cost.returned_bytes) / 1e9
    kept = count * cost.folder_bytes / 1e9
    said = (
        f"{count:,} hand-ins move {number(moved)} GB over the submitting machine's network and "
        f"leave {number(kept)} GB in its folder; its process works "
        f"{number(count * cost.submitting_s / 60)} minutes for them, the scheduler "
        f"{number(count / cost.tasks_per_s)} s."
    )
    head = ("trainings of their own", "processor time", "slots busy all day", "memory of these")
    return table(head, rows) + "\n\n" + said


def _simulated(cost: HandInCost, training_s: float, count: int) -> str:
    rows = []
    for own in (OWN[0], OWN[-1]):
        for slots in SLOTS:
            one = {"slots": slots, "own": own, "training_s": training_s, "count": count}
            today = a_day(cost, **one, window=WINDOW)  # type: ignore[arg-type]
            wider = a_day(cost, **one, window=2 * slots)  # type: ignore[arg-type]
            rows.append(
                (f"{own:.0%}", f"{slots:,}", _hours(today), first_limit(today, slots, WINDOW),
                 _hours(wider), first_limit(wider, slots, 2 * slots))
            )  # fmt: skip
    head = (
        "trainings of their own",
        "slots",
        "all done after",
        "what limits it",
        "with twice as many hand-ins under way as slots",
        "what limits that",
    )
    return table(head, rows)


def _hours(day: Day) -> str:
    return f"{number(day.seconds / 3600)} h"


def first_limit(day: Day, slots: int, window: int) -> str:
    """What is busy most of the time; the window, where it holds fewer hand-ins than there are
    slots.
    """
    name, share = max(day.busy.items(), key=lambda item: item[1])
    if share < FULL and window <= slots:
        return f"{window} hand-ins under way at a time"
    return f"{name}, busy {share:.0%}"


FULL = 0.95
NOT_MEASURED = (
    "Not measured yet: `python -m benchmarks.scale --measure`, on a machine that does nothing "
    "else, writes the tables here."
)


def page_with(page: str, text: str) -> str:
    """The page with other tables."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"


def load(path: Path = FILE) -> HandInCost | None:
    """What was measured last; None where nothing was."""
    return HandInCost(**json.loads(path.read_text("utf-8"))) if path.exists() else None


def main(words: Sequence[str] | None = None) -> int:
    """Measure where that was asked for, and write the page."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.scale",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--measure", action="store_true", help="what a hand-in costs, anew")
    parser.add_argument("--hand-ins", type=int, default=HAND_INS)
    arguments = parser.parse_args(words)
    if arguments.measure:
        from benchmarks.cluster.hand_in_cost import measured_cost

        known: Mapping[str, object] = asdict(measured_cost())
        FILE.write_text(json.dumps(known, indent=1) + "\n", "utf-8")
    cost = load()
    text = (
        NOT_MEASURED
        if cost is None
        else tables(cost, own_training_s(results.load()), arguments.hand_ins)
    )
    PAGE.write_text(page_with(PAGE.read_text("utf-8"), text), "utf-8")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
