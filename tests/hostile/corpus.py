"""The corpus of attacks: one file each, which says what it tries and what must happen.

A file is one cell of a notebook under a docstring: a sentence, then `key: value` lines.

    must        what must happen, in words
    kernel      `own` for an attack that takes the kernel with it; else it shares one with its class
    bare        `breach` where the attack was harmless enough to be seen to succeed outside the
                sandbox, in every test run
    slow        `yes` where it takes long, or where `tests/sandbox/test_limits.py` does the same
                and holds more of what comes of it
    outcome     of the recording; `*` for any (default: `completed` or `cell_error`)
    cells       outcome of the attack's own cell
    after       outcome of the cell below it; `*` for any
    limits      the kinds of limits that were hit
    rejected    `yes` where frames must have been turned away
    arrays      `none` where no array may have been kept
    policy      under which an attack on the truth is graded (default: `full`)
    place       what the cell holds whose place an attack on the truth takes (default: the training
                of the Keras network)
    log         `bands` where its cell shows a log that nobody trained: the reference's own, which
                also fills `@CURVES@`
    ..._bytes, ..._s   limits of the policy that differ from the runner's

A cell that gets what it is after prints BREACH. A line `# include NAME` stands for the code of
`attacks/parts/NAME.py`.

The attacks of two classes are no cells. Those in `intake` are scripts that put hand-ins into the
folder `here`, or make an archive and call it `source`; they find `packing.py`'s names, and
`outside`, a file that is not theirs. Their keys, about the batch in which a good notebook lies
beside them:

    graded, ungradable, failed   how many hand-ins were graded with all their points, not at all,
                                 and with fewer
    says, unsaid                 what stands in what the operator is told, and what must not
    integrity                    the kind of finding that all graded hand-ins have
    exit                         of the command
    runs        `yes` where the notebooks are executed

Those in `report` and `review` make a `text` that stands wherever a student can put one: in reports,
and both on the page for people who grade.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ATTACKS = Path(__file__).parent / "attacks"
PARTS = ATTACKS / "parts"
_INCLUDE = re.compile(r"^# include (\w+)$", re.MULTILINE)
CLASSES = {
    "read": "Reading what is not the notebook's",
    "write": "Writing where others read",
    "network": "Reaching others",
    "privileges": "Gaining rights",
    "limits": "Using more than allowed",
    "output": "Drowning the grader in output",
    "kernel": "Dying, hiding, staying on",
    "channel": "Lying to the recorder's channel",
    "truth": "Lying about what was trained",
    "intake": "Handing in what is no notebook",
    "report": "Acting in a report",
    "review": "Acting on the page for people who grade",
}
"""What the folders are about."""
GRADED = ("truth", "intake", "report", "review")
"""Classes whose attacks are graded from end to end, by tests of their own."""


@dataclass(frozen=True)
class Attack:
    """One attack."""

    name: str
    """`read/shadow`."""
    tries: str
    keys: dict[str, str]
    source: str

    @property
    def kind(self) -> str:
        """Its class."""
        return self.name.split("/", maxsplit=1)[0]

    @property
    def short(self) -> str:
        """Its name in its class."""
        return self.name.partition("/")[2]

    @property
    def must(self) -> str:
        """What must happen, in words."""
        return self.keys["must"]

    @property
    def own_kernel(self) -> bool:
        """Whether it needs a kernel of its own."""
        return self.keys.get("kernel") == "own"

    def limits(self) -> dict[str, int]:
        """Limits of the policy that differ from the runner's."""
        return {
            key: int(value) for key, value in self.keys.items() if key.endswith(("_bytes", "_s"))
        }

    def filled(self, **values: object) -> str:
        """The cell with its `@NAMES@` replaced."""
        source = self.source
        for name, value in values.items():
            source = source.replace(f"@{name.upper()}@", str(value))
        return source


def read_corpus() -> list[Attack]:
    """Every attack, by name."""
    files = (path for path in sorted(ATTACKS.rglob("*.py")) if path.parent != PARTS)
    return [_read(path) for path in files]


def _read(path: Path) -> Attack:
    _, header, source = path.read_text("utf-8").split('"""', maxsplit=2)
    tries, _, rest = header.partition("\n\n")
    keys = dict(line.split(": ", maxsplit=1) for line in rest.strip().splitlines())
    name = str(path.relative_to(ATTACKS).with_suffix(""))
    assert keys["must"], name
    return Attack(name, " ".join(tries.split()), keys, _INCLUDE.sub(_part, source.strip("\n")))


def _part(found: re.Match[str]) -> str:
    """The code of a part, without its docstring."""
    _, _, source = (PARTS / f"{found[1]}.py").read_text("utf-8").split('"""', maxsplit=2)
    return source.strip("\n")
