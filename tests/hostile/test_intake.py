"""Runs every attack on the intake through `grader batch`, beside a hand-in that means no harm."""

import json
import os
import stat
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from tests.hostile import packing
from tests.hostile.corpus import read_corpus

pytestmark = pytest.mark.usefixtures("shared_processes")

ATTACKS = [attack for attack in read_corpus() if attack.kind == "intake"]
ALONE = [
    one
    for one in ATTACKS
    if "source = " in one.source or {"runs", "integrity", "exit"} & set(one.keys)
]
TOGETHER = [one for one in ATTACKS if one not in ALONE]
SECRET = "TOP-SECRET-4711"
MAX_OUT_BYTES = 60e6
TIMEOUT_S = 300
"""A busy machine takes a minute for a batch; what never ends takes longer."""


@dataclass(frozen=True)
class Batch:
    """What came of a batch."""

    exit_code: int
    printed: str
    out: Path
    records: list[dict]
    """The published records."""

    @property
    def reported(self) -> str:
        """Everything that the operator can read of it: what was printed, what was kept."""
        kept = [
            json.dumps(one, separators=(",", ":"), ensure_ascii=False)
            for one in (self.intake, *self.records)
        ]
        return "\n".join([" ".join(self.printed.split()), *kept])

    @property
    def intake(self) -> dict:
        """The record of what the batch was given."""
        path = self.out / "intake.json"
        return json.loads(path.read_text())["record"] if path.exists() else {}

    def about(self, folder: str) -> "Batch":
        """The part of it that is about one folder of hand-ins."""
        mine = [
            record
            for record in self.records
            if f"/class/{folder}" in record["submission"]["notebook"]
        ]
        reported = [line for line in self.intake["problems"] if line.startswith(folder)]
        return Batch(self.exit_code, "\n".join(reported), self.out / "nothing", mine)


def batch(
    source: Path, out: Path, *options: str, pdf: bool = False, timeout_s: float = TIMEOUT_S
) -> Batch:
    """Grade as an operator does, in time."""
    done = []
    arguments = ["batch", str(source), "--out", str(out), "-a", "digits", "--jobs", "1", *options]
    arguments += [] if pdf else ["--no-pdf"]
    thread = threading.Thread(
        target=lambda: done.append(CliRunner().invoke(main, arguments)), daemon=True
    )
    thread.start()
    thread.join(timeout_s)
    assert done, "the batch waits for ever"
    assert "Traceback" not in done[0].output, done[0].output
    assert done[0].exception is None or isinstance(done[0].exception, SystemExit)
    records = [
        json.loads(path.read_text()) for path in sorted(out.glob("submissions/*/grade.json"))
    ]
    return Batch(done[0].exit_code, done[0].output, out, records)


def set_up(attack, here: Path, *, outside: Path) -> Path:
    """Let the attack make its hand-ins; return what the batch is given."""
    outside.write_bytes(packing.notebook(f"print('{SECRET} BREACH')"))
    (here / "good.ipynb").write_bytes(packing.GOOD)
    names = {**vars(packing), "here": here, "outside": outside}
    exec(compile(attack.source, attack.name, "exec"), names)
    return names.get("source", here)


def seen(folder: Path, *, without: Path) -> dict[str, tuple[int, int, int]]:
    """Everything in a folder, followed nowhere: its kind and mode, size and time."""
    found = {}
    for parent, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if Path(parent, name) != without]
        for name in (*folders, *files):
            status = Path(parent, name).lstat()
            found[str(Path(parent, name))] = status.st_mode, status.st_size, status.st_mtime_ns
    return found


@pytest.fixture(scope="module")
def grade_alone(tmp_path_factory):
    """What the harmless hand-in gets where nobody is beside it."""
    folder = tmp_path_factory.mktemp("alone")
    (folder / "good.ipynb").write_bytes(packing.GOOD)
    return batch(folder / "good.ipynb", folder / "out", "--policy", "saved").records[0]


@pytest.fixture(scope="module")
def together(tmp_path_factory):
    """All attacks that lie in a folder, each in its own beside a good hand-in, in one batch;
    nothing outside is touched.
    """
    folder = tmp_path_factory.mktemp("together")
    for attack in TOGETHER:
        (folder / "class" / attack.short).mkdir(parents=True)
        set_up(attack, folder / "class" / attack.short, outside=folder / "outside.ipynb")
    before = seen(folder, without=folder / "out")
    ran = batch(folder / "class", folder / "out", "--policy", "saved", timeout_s=2 * TIMEOUT_S)
    assert seen(folder, without=folder / "out") == before
    return ran


@pytest.mark.parametrize("attack", TOGETHER, ids=lambda attack: attack.name)
def test_a_hand_in_harms_nobody(attack, together, grade_alone):
    """It costs itself what is wrong with it, and the operator is told."""
    assert_as_reported(attack, together.about(f"{attack.short}/"), grade_alone)


@pytest.mark.parametrize("attack", ALONE, ids=lambda attack: attack.name)
def test_an_archive_of_a_class_harms_nobody(attack, tmp_path, grade_alone):
    """Nothing is made, read or changed outside the output folder, and who has nothing to do with it
    gets the full grade.
    """
    here, out = tmp_path / "class", tmp_path / "out"
    here.mkdir()
    source = set_up(attack, here, outside=tmp_path / "outside.ipynb")
    before = seen(tmp_path, without=out)

    ran = batch(source, out, "--policy", "decisive" if attack.keys.get("runs") else "saved")

    assert seen(tmp_path, without=out) == before
    assert_contained(ran)
    assert_as_reported(attack, ran, grade_alone)
    assert "runs" not in attack.keys or "BREACH" not in "".join(outputs(out))


def test_together_they_leave_the_host_alone(together):
    """The output folder holds files and folders, of bearable size, and nothing of the host's."""
    assert_contained(together)


def assert_contained(ran: Batch) -> None:
    made = list(ran.out.rglob("*"))
    kinds = {stat.S_IFMT(path.lstat().st_mode) for path in made}
    assert kinds <= {stat.S_IFREG, stat.S_IFDIR}
    assert sum(path.lstat().st_size for path in made) < MAX_OUT_BYTES
    assert all(path.resolve().is_relative_to(ran.out.resolve()) for path in made)
    assert SECRET not in "".join(
        path.read_text("utf-8", "replace") for path in made if path.is_file()
    )
    assert_harmless_on_a_terminal(ran.printed)


def assert_as_reported(attack, ran: Batch, grade_alone: dict) -> None:
    """What the attack's file says came true."""
    keys = attack.keys
    statuses = Counter(record["status"] for record in ran.records)
    judged = [record for record in ran.records if record["status"] in ("graded", "needs_review")]
    full = [record for record in judged if record["points"] == grade_alone["points"]]
    assert ran.exit_code == int(keys.get("exit", 0)), ran.printed
    assert statuses["grader_fault"] == 0
    assert len(full) == int(keys["graded"]), ran.reported
    assert len(judged) - len(full) == int(keys.get("failed", 0)), ran.reported
    assert statuses["ungradable"] == int(keys.get("ungradable", 0)), ran.reported
    assert keys.get("says", "") in ran.reported
    assert "unsaid" not in keys or keys["unsaid"] not in ran.reported
    if "integrity" in keys:
        assert {doubt["kind"] for record in ran.records for doubt in record["integrity"]} == {
            keys["integrity"]
        }


def outputs(out: Path):
    """What the cells of every notebook displayed."""
    for path in out.glob("submissions/*/recording/executed.ipynb"):
        for cell in json.loads(path.read_text())["cells"]:
            for output in cell.get("outputs", []):
                yield json.dumps(output)


def assert_harmless_on_a_terminal(printed: str) -> None:
    """No sign in it steers a terminal or turns the reading direction around."""
    assert not [
        sign
        for sign in printed
        if (ord(sign) < 32 and sign not in "\n\t") or 127 <= ord(sign) < 160
    ]
    assert not [line for line in printed.splitlines() if line.startswith("FORGED")]
    assert not set(printed) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"
    )
