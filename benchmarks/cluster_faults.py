"""Ends and disturbs the parties of a cluster at random moments, and compares the folder that the
batch leaves with that of an undisturbed run on one machine.

    python -m benchmarks.cluster_faults [--moments 50] [--seed N] [--only KIND …] [--write]

Every moment is a batch of its own on a scheduler and two workers, each a process of the real
commands on loopback. A batch that ends with a sentence is given again, as a person would. With
`--write` the table goes into `docs/cluster.md`.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.disturbed import Batch, Cluster, class_of, graded_here
from benchmarks.disturbed import difference as differing

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "cluster.md"
BEGIN, END = "<!-- written by benchmarks/cluster_faults.py -->\n", "<!-- end -->\n"
MOST_COMMANDS = 4
"""How often the same command is given."""
HAND_INS = 4
EARLIEST_S, LATEST_S = 0.2, 0.9
"""Of the time that an undisturbed batch takes on the cluster, when something happens."""
DROP_S = 30.0
MOMENTS = "moments.jsonl"
"""What came of each, in the folder that is kept."""


@dataclass(frozen=True)
class Fault:
    """Something that happens to a cluster."""

    title: str
    happens: Callable[[Cluster, Batch], None]
    kill: bool = False
    """Whether it is one of those that are tried at many moments."""
    cluster: dict[str, bool] = field(default_factory=dict)
    """How the cluster is started for it."""


@dataclass(frozen=True)
class Moment:
    """What came of one."""

    kind: str
    moment_s: float
    commands: int
    """How often the command had to be given."""
    different: list[str]
    """Files that say something else than after an undisturbed run."""


def end_worker(cluster: Cluster, batch: Batch) -> None:
    """Its nanny starts another."""
    del batch
    cluster.kill_a_worker()


def end_scheduler(cluster: Cluster, batch: Batch) -> None:
    """And start one at the same address, as a service manager would."""
    del batch
    cluster.kill_scheduler()
    cluster.start_scheduler()


def end_batch(cluster: Cluster, batch: Batch) -> None:
    """Nobody starts it again but the person who gives the command once more."""
    del cluster
    batch.kill()


def hang(cluster: Cluster, batch: Batch) -> None:
    """Until the scheduler has it restarted."""
    del batch
    cluster.stop_a_worker()


def drop(cluster: Cluster, batch: Batch) -> None:
    """No byte passes between the scheduler and a worker, nor to the batch."""
    del batch
    cluster.drop_network(DROP_S)


def join_and_leave(cluster: Cluster, batch: Batch) -> None:
    """As an adaptive cluster does."""
    del batch
    cluster.start_worker()
    cluster.end_a_worker()


def nothing(cluster: Cluster, batch: Batch) -> None:
    """It was so from the beginning."""
    del cluster, batch


FAULTS = {
    "worker": Fault("`kill -9` of a worker", end_worker, kill=True),
    "scheduler": Fault("`kill -9` of the scheduler", end_scheduler, kill=True),
    "batch": Fault("`kill -9` of the submitting process", end_batch, kill=True),
    "hang": Fault("a worker hangs (`SIGSTOP`)", hang),
    "network": Fault(f"the network drops for {DROP_S:.0f} s", drop, cluster={"relayed": True}),
    "adaptive": Fault("a worker joins, another leaves", join_and_leave),
    "disk": Fault("a worker's disk is full", nothing, cluster={"full_disk": True}),
    "clock": Fault("a worker's clock is an hour ahead", nothing, cluster={"clock_ahead": True}),
}


def main() -> None:
    """Disturb, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--moments", type=int, default=50, help="of kill -9, in all")
    parser.add_argument("--others", type=int, default=2, help="of every other fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=FAULTS, default=list(FAULTS))
    parser.add_argument("--write", action="store_true", help="write the table into docs/cluster.md")
    parser.add_argument(
        "--keep", type=Path, help="keep all that is written; a later run adds its moments to it"
    )
    asked = parser.parse_args()
    planned = plan(asked.only, asked.moments, asked.others)
    with tempfile.TemporaryDirectory(prefix="grader-faults-") as temporary:
        kept = asked.keep or Path(temporary)
        kept.mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix="run-", dir=kept))
        for moment in disturbed(folder, planned, seed=asked.seed):
            with (kept / MOMENTS).open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(asdict(moment)) + "\n")
        lines = (kept / MOMENTS).read_text("utf-8").splitlines()
    table = as_table([Moment(**json.loads(line)) for line in lines])
    print(table)
    if asked.write:
        DOCUMENT.write_text(with_table(DOCUMENT.read_text("utf-8"), table), "utf-8")


def plan(only: Sequence[str], moments: int, others: int) -> list[str]:
    """Which fault happens at each moment."""
    kills = [kind for kind in only if FAULTS[kind].kill]
    rest = [kind for kind in only if not FAULTS[kind].kill]
    return [
        *(kills[number % len(kills)] for number in range(moments if kills else 0)),
        *(kind for kind in rest for _ in range(others)),
    ]


def disturbed(folder: Path, planned: Sequence[str], *, seed: int) -> Iterator[Moment]:
    """Let everything happen; yields what came of each moment. Those that are killed share a
    cluster, which is whole again after each moment.
    """
    chance = random.Random(seed)
    class_of(folder / "class", HAND_INS)
    graded_here(folder / "class", folder / "here")
    with Cluster(folder / "shared") as shared:
        lasts_s = shared.batch(folder / "class", folder / "calm").finish()
        for number, kind in enumerate(planned):
            fault, out = FAULTS[kind], folder / f"out-{number}"
            moment_s = lasts_s * chance.uniform(EARLIEST_S, LATEST_S)
            if fault.kill:
                commands = one_moment(shared, fault, out, moment_s)
            else:
                with Cluster(folder / f"cluster-{number}", **fault.cluster) as cluster:
                    commands = one_moment(cluster, fault, out, moment_s)
            different = differing(folder / "here", out)
            print(
                f"{kind} after {moment_s:.1f} s: {different or 'the same'}; {commands}", flush=True
            )
            yield Moment(kind, moment_s, commands, different)


def one_moment(cluster: Cluster, fault: Fault, out: Path, moment_s: float) -> int:
    """A batch to which something happens; how often the command had to be given."""
    batch = cluster.batch(out.parent / "class", out)
    if batch.runs_for(moment_s):
        fault.happens(cluster, batch)
    commands = 1
    while batch.wait() and commands < MOST_COMMANDS:
        commands += 1
        batch = cluster.batch(out.parent / "class", out)
    return commands


def as_table(moments: Sequence[Moment]) -> str:
    """For the page."""
    what = f"what happens, at a random moment of a batch of {HAND_INS}"
    lines = [f"| {what} | moments | same folder | command given |", "|---|---|---|---|"]
    for kind, fault in FAULTS.items():
        of_kind = [moment for moment in moments if moment.kind == kind]
        if of_kind:
            same = sum(not moment.different for moment in of_kind)
            given = sum(moment.commands for moment in of_kind) / len(of_kind)
            lines.append(f"| {fault.title} | {len(of_kind)} | {same} | {given:.1f} times |")
    return "\n".join(lines) + "\n"


def with_table(page: str, table: str) -> str:
    """The page with the table in its place."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + table + END + after


if __name__ == "__main__":
    main()
