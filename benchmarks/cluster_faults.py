"""Ends and disturbs the parties of a cluster at random moments, and compares the folder that the
batch leaves with that of an undisturbed run on one machine.

    python -m benchmarks.cluster_faults [--moments 50] [--only KIND …] [--keep FOLDER] [--write]

Every moment is a batch of its own on a scheduler and two workers, each a process of the real
commands on loopback. A batch that ends with a sentence is given again, as a person would. A moment
counts where hand-ins were left to be graded when it came; another is drawn in place of one that
came too late. With `--keep`, what came of each is noted in a folder, and the same command goes on
from there. With `--write` the table goes into `docs/cluster.md`.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.cluster.batch import PATIENCE_S, Batch, class_of, graded_here
from benchmarks.cluster.batch import difference as differing
from benchmarks.cluster.faults import FAULTS
from benchmarks.cluster.loopback import Cluster

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "cluster.md"
BEGIN, END = "<!-- written by benchmarks/cluster_faults.py -->\n", "<!-- end -->\n"
MOST_COMMANDS = 4
"""How often the same command is given."""
MOST_DRAWS = 8
"""Of moments, until one comes while the batch is under way."""
HAND_INS = 6
EXECUTED = {True: 5, False: 2}
"""Of so many batches one executes its notebooks, for those that are killed and for others; the rest
are graded by what the notebooks say, which is done sooner.
"""
MOMENTS = "moments.jsonl"
"""What came of each, in the folder that is kept."""


@dataclass(frozen=True)
class Planned:
    """One of those that are to happen."""

    kind: str
    policy: str
    """Of the batch to which it happens."""


@dataclass(frozen=True)
class Moment:
    """What came of one."""

    kind: str
    policy: str
    moment_s: float
    """After the batch had begun."""
    happened: bool
    """Whether the batch was under way: hand-ins were left to be graded."""
    done: int
    """How many hand-ins were done by then."""
    commands: int
    """How often the command had to be given."""
    different: list[str]
    """Files that say something else than after an undisturbed run."""

    @property
    def planned(self) -> Planned:
        """What it was to be."""
        return Planned(self.kind, self.policy)


def main() -> int:
    """Disturb, print, and write where that is asked for; 1 where a folder was another."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--moments", type=int, default=50, help="of kill -9, in all")
    parser.add_argument("--others", type=int, default=2, help="of every other fault")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", nargs="+", choices=FAULTS, default=list(FAULTS))
    parser.add_argument("--write", action="store_true", help="write the table into docs/cluster.md")
    parser.add_argument(
        "--keep", type=Path, help="note what comes of each here; the same command goes on from it"
    )
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="grader-faults-") as temporary:
        kept = asked.keep or Path(temporary)
        kept.mkdir(parents=True, exist_ok=True)
        remaining = left(plan(asked.only, asked.moments, asked.others), noted(kept))
        folder = Path(tempfile.mkdtemp(prefix="run-", dir=kept))
        for moment in disturbed(folder, remaining, seed=asked.seed):
            with (kept / MOMENTS).open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(asdict(moment)) + "\n")
        moments = noted(kept)
    table = as_table(moments)
    print(table)
    if asked.write:
        DOCUMENT.write_text(with_table(DOCUMENT.read_text("utf-8"), table), "utf-8")
    return int(any(moment.different for moment in moments))


def plan(only: Sequence[str], moments: int, others: int) -> list[Planned]:
    """What happens at each moment: kills in turns, then so many of every other fault."""
    kills = [kind for kind in only if FAULTS[kind].kill]
    rest = [kind for kind in only if not FAULTS[kind].kill]
    kinds = [
        *(kills[number % len(kills)] for number in range(moments if kills else 0)),
        *(kind for kind in rest for _ in range(others)),
    ]
    return [_planned(kind, kinds[:number].count(kind)) for number, kind in enumerate(kinds)]


def _planned(kind: str, before: int) -> Planned:
    every = EXECUTED[FAULTS[kind].kill]
    return Planned(kind, "full" if before % every == every - 1 else "saved")


def noted(kept: Path) -> list[Moment]:
    """What came of the moments so far, of earlier runs, too."""
    file = kept / MOMENTS
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return [Moment(**json.loads(line)) for line in lines]


def left(planned: Sequence[Planned], moments: Sequence[Moment]) -> list[Planned]:
    """What has not happened yet."""
    there = Counter(moment.planned for moment in moments if moment.happened)
    remaining = []
    for one in planned:
        if there[one]:
            there[one] -= 1
        else:
            remaining.append(one)
    return remaining


@dataclass
class Trial:
    """A class that is graded again and again, undisturbed and disturbed."""

    folder: Path
    chance: random.Random
    first_s: dict[str, float] = field(default_factory=dict)
    """How long a batch of each policy has until its first hand-in is done, as the last one had."""
    next_s: dict[str, float] = field(default_factory=dict)
    """And from one to the next."""

    def calm(self, cluster: Cluster, policy: str) -> None:
        """Grade the class undisturbed: here, where all others are held against it, and there."""
        if policy not in self.first_s:
            graded_here(self.folder / "class", self.folder / f"here-{policy}", policy)
            cluster.wait_for_workers()
            batch = cluster.batch(self.folder / "class", self.folder / f"calm-{policy}", policy)
            self.first_s[policy], all_s = batch.finish(HAND_INS)
            self.next_s[policy] = (all_s - self.first_s[policy]) / (HAND_INS - 1)

    def happens(self, cluster: Cluster, planned: Planned) -> Moment:
        """Let something happen at a random moment of a batch: so many hand-ins are done, and a part
        of the time until the next one has passed.
        """
        cluster.wait_for_workers()
        policy, first = planned.policy, self.chance.randrange(HAND_INS)
        out = Path(tempfile.mkdtemp(prefix=f"{planned.kind}-", dir=self.folder)) / "out"
        fault, batch = FAULTS[planned.kind], cluster.batch(self.folder / "class", out, policy)
        began = batch.begins()
        batch.works_for(PATIENCE_S, first)
        reached_s = time.monotonic() - began
        between_s = self.next_s[policy] if first else self.first_s[policy]
        under_way = batch.works_for(between_s * self.chance.random(), HAND_INS)
        done, moment_s = batch.done(), time.monotonic() - began
        happened = under_way and fault.happens(cluster, batch)
        commands, ended = self._finished(cluster, batch, out, policy)
        if first == 1:
            self.first_s[policy] = reached_s
        if not under_way:
            self.next_s[policy] /= 2
        happened &= not fault.cluster or "relayed" in fault.cluster or cluster.first_had_a_hand_in()
        different = differing(self.folder / f"here-{policy}", out) if ended else [NO_END]
        if not different:
            shutil.rmtree(out.parent)
        return Moment(planned.kind, policy, moment_s, happened, done, commands, different)

    def _finished(self, cluster: Cluster, batch: Batch, out: Path, policy: str) -> tuple[int, bool]:
        """Give the command until it ends well; how often, and whether it did."""
        for commands in range(1, MOST_COMMANDS + 1):
            try:
                if batch.wait() == 0:
                    return commands, True
            except subprocess.TimeoutExpired:
                batch.kill()
                return commands, False
            batch = cluster.batch(self.folder / "class", out, policy)
        batch.kill()
        return MOST_COMMANDS, False


NO_END = "the batch did not come to its end"


def disturbed(folder: Path, planned: Sequence[Planned], *, seed: int) -> Iterator[Moment]:
    """Let everything happen; yields what came of each moment, of those that came too late as well.
    Those that are killed share a cluster, which is whole again before each moment.
    """
    if not planned:
        return
    trial = Trial(folder, random.Random(f"{seed} {folder.name}"))
    class_of(folder / "class", HAND_INS)
    with Cluster(folder / "shared") as shared:
        for number, one in enumerate(planned):
            trial.calm(shared, one.policy)
            for draw in range(MOST_DRAWS):
                if FAULTS[one.kind].kill:
                    moment = trial.happens(shared, one)
                else:
                    place = folder / f"cluster-{number}-{draw}"
                    with Cluster(place, **FAULTS[one.kind].cluster) as cluster:
                        moment = trial.happens(cluster, one)
                _say(moment)
                yield moment
                if moment.happened:
                    break


def _say(moment: Moment) -> None:
    came = "" if moment.happened else " (too late)"
    print(
        f"{time.strftime('%H:%M:%S')} {moment.kind}, {moment.policy}, after {moment.moment_s:.1f} s"
        f"{came}, {moment.done} done: {moment.different or 'the same'}; {moment.commands}",
        flush=True,
    )


def as_table(moments: Sequence[Moment]) -> str:
    """For the page: those that happened, and any that left another folder."""
    what = f"what happens, at a random moment of a batch of {HAND_INS}"
    head = (what, "moments", "hand-ins done by then", "executed", "same folder", "command given")
    lines = [f"| {' | '.join(head)} |", "|---" * len(head) + "|"]
    for kind, fault in FAULTS.items():
        found = [one for one in moments if one.kind == kind and (one.happened or one.different)]
        if found:
            same = sum(not one.different for one in found)
            given = sum(one.commands for one in found) / len(found)
            done = Counter(one.done for one in found)
            said = ", ".join(f"{count}: {done[count]}×" for count in sorted(done))
            executed = sum(one.policy == "full" for one in found)
            lines.append(
                f"| {fault.title} | {len(found)} | {said} | {executed} | {same} | "
                f"{given:.1f} times |"
            )
    return "\n".join(lines) + "\n"


def with_table(page: str, table: str) -> str:
    """The page with the table in its place."""
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    return before + BEGIN + table + END + after


if __name__ == "__main__":
    sys.exit(main())
