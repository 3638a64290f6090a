"""Training goes through all seeds, keeps what is finished, and ends its processes whatever
happens.
"""

from __future__ import annotations

import time
from pathlib import Path

import psutil
import pytest

from grader.errors import GraderError, PrerequisiteError
from grader.model.assignment import Assignment
from grader.reference import TrainingProgress, train

SCRIPT = """
import argparse, json, sys, time
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--seed", type=int)
parser.add_argument("--out", type=Path)
arguments = parser.parse_args()
arguments.out.mkdir(exist_ok=True)
with (arguments.out / "calls.txt").open("a") as calls:
    calls.write(f"{arguments.seed}\\n")
for role in ("small", "large"):
    print("a line that is no JSON", flush=True)
    fact = {"role": role, "seed": arguments.seed, "epoch": 6, "epochs": 6, "val_accuracy": 0.5}
    print(json.dumps(fact), flush=True)
    (arguments.out / f"{role}-{arguments.seed:04d}.npz").write_bytes(b"")
EXTRA
"""


@pytest.fixture
def assignment_that_trains(assignment: Assignment) -> Assignment:
    (assignment.folder / "train.py").write_text(SCRIPT)
    return assignment


def spoil(assignment: Assignment, extra: str) -> None:
    script = assignment.folder / "train.py"
    script.write_text(script.read_text().replace("EXTRA", extra))


def calls(assignment: Assignment) -> list[int]:
    return sorted(int(line) for line in (assignment.folder / "runs/calls.txt").read_text().split())


def test_every_seed_is_trained_and_heard(assignment_that_trains: Assignment):
    """Each seed runs once, and each line of progress is passed on."""
    spoil(assignment_that_trains, "")
    heard: list[TrainingProgress] = []

    train(assignment_that_trains, seeds=3, jobs=2, on_progress=heard.append)

    assert calls(assignment_that_trains) == [0, 1, 2]
    assert {(p.role, p.seed, p.epoch) for p in heard} == {
        (r, s, 6) for r in ("small", "large") for s in range(3)
    }


def test_finished_seeds_are_kept(assignment_that_trains: Assignment):
    """A second call trains only what is missing: the seed without one of its roles, and the new
    one.
    """
    spoil(assignment_that_trains, "")
    train(assignment_that_trains, seeds=3, jobs=3)
    (assignment_that_trains.folder / "runs/large-0001.npz").unlink()

    train(assignment_that_trains, seeds=4, jobs=1)

    assert calls(assignment_that_trains) == [0, 1, 1, 2, 3]


def test_a_training_that_fails_says_why(assignment_that_trains: Assignment):
    """The script's last words and its seed stand in the error."""
    spoil(assignment_that_trains, "sys.exit('no such optimizer' if arguments.seed == 1 else 0)")

    with pytest.raises(GraderError, match="seed 1 ended with exit code 1: no such optimizer"):
        train(assignment_that_trains, seeds=2, jobs=1)


@pytest.mark.parametrize("half", ["", '{"role": "small", "se'])
def test_a_training_that_hangs_is_ended(
    assignment_that_trains: Assignment, monkeypatch: pytest.MonkeyPatch, half: str
):
    """Whether it says nothing or half a line."""
    says = f"sys.stdout.write({half!r}); sys.stdout.flush(); time.sleep(600)"
    spoil(assignment_that_trains, says)
    monkeypatch.setattr("grader.reference.training.PATIENCE_S", 0.2)

    with pytest.raises(GraderError, match=r"seed 0 has printed nothing for .* was ended"):
        train(assignment_that_trains, seeds=1, jobs=1)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, BrokenPipeError])
def test_an_interrupt_ends_the_processes(
    assignment_that_trains: Assignment, kind: type[BaseException]
):
    """Ctrl-C or another error while two seeds train leaves no process behind, soon."""
    spoil(assignment_that_trains, "time.sleep(600)")

    def interrupt(progress: TrainingProgress) -> None:
        raise kind

    started = time.monotonic()
    with pytest.raises(kind):
        train(assignment_that_trains, seeds=2, jobs=2, on_progress=interrupt)

    assert time.monotonic() - started < 300
    script = str(assignment_that_trains.folder / "train.py")
    assert not [
        p
        for p in psutil.Process().children()
        if p.status() != psutil.STATUS_ZOMBIE and script in p.cmdline()
    ]


def test_an_assignment_without_a_script_says_so(assignment: Assignment):
    """What can't be trained is refused before anything starts."""
    with pytest.raises(PrerequisiteError, match=r"train\.py"):
        train(assignment, seeds=1, jobs=1)


def test_results_may_go_elsewhere(assignment_that_trains: Assignment, tmp_path: Path):
    """An installed assignment that may not be written to is trained into another folder."""
    spoil(assignment_that_trains, "")

    train(assignment_that_trains, seeds=1, jobs=1, runs_folder=tmp_path / "elsewhere")

    assert (tmp_path / "elsewhere/small-0000.npz").exists()


def test_settings_of_a_users_own_keras_change_no_reference(
    assignment_that_trains: Assignment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Half precision would give other bands, and nobody would see it; downloads are found."""
    home = tmp_path / "keras"
    (home / "datasets").mkdir(parents=True)
    (home / "keras.json").write_text('{"floatx": "float16", "backend": "jax"}')
    monkeypatch.setenv("KERAS_HOME", str(home))
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    seen = tmp_path / "seen"
    script = assignment_that_trains.folder / "train.py"
    script.write_text(
        "import os; from pathlib import Path; home = Path(os.environ['KERAS_HOME'])\n"
        f"Path({str(seen)!r}).write_text(repr((os.environ['KERAS_BACKEND'], "
        "(home / 'keras.json').exists(), (home / 'datasets').is_dir())))"
    )

    train(assignment_that_trains, seeds=1, jobs=1)

    assert seen.read_text() == "('tensorflow', False, True)"
