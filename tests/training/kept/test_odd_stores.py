"""The store where it lies oddly, is meddled with, or is emptied meanwhile."""

from __future__ import annotations

import os
import pwd
import random
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from grader.cli.app import main
from grader.model.policy import Policy
from grader.model.training import TrainedModel, TrainingJob
from grader.pipeline import open_assignment
from grader.pipeline.trainings import trainings_for
from grader.training.kept.store import TrainingStore, user_store
from tests.training.kept.test_store import ONE, trained
from tests.training.test_job import JOB


def of(job: TrainingJob) -> TrainedModel:
    """What the job comes to: its optimizer's state was kept."""
    return trained(job.digest, epochs_run=job.epochs, states={}, optimizer_states={})


@pytest.mark.parametrize("name", ["Büro – Übung 1", "spaces at the end ", "宽", "a" * 200, "%s{}"])
def test_any_folder_will_do(tmp_path: Path, name: str):
    """Whatever it is called."""
    store = TrainingStore(tmp_path / name)

    assert store.put(trained()) == ""
    with store.locked(ONE):
        assert store.get(ONE) is not None
    assert store.clear().results == 1


def test_a_folder_behind_a_link_will_do(tmp_path: Path):
    """A cache that was moved to another disk."""
    (tmp_path / "disk").mkdir()
    (tmp_path / "cache").symlink_to(tmp_path / "disk", target_is_directory=True)
    store = TrainingStore(tmp_path / "cache")

    assert store.put(trained()) == ""
    assert TrainingStore(tmp_path / "disk").get(ONE) is not None


def test_a_link_that_leads_nowhere_is_said(tmp_path: Path):
    """The disk is not there."""
    (tmp_path / "cache").symlink_to(tmp_path / "unplugged")
    store = TrainingStore(tmp_path / "cache")

    assert "can't be kept" in store.put(trained())
    assert store.get(ONE) is None
    assert store.clear().results == 0


def test_copies_that_other_programs_make_change_nothing(tmp_path: Path):
    """Backups and conflicts of a folder that is synced, among the results and the names of kin."""
    store, longer = TrainingStore(tmp_path), replace(JOB, epochs=JOB.epochs + 3)
    store.put(of(JOB), of=JOB)
    for file in [*store.folder.rglob("*-*-*"), *store.folder.glob("*.training")]:
        for copy in (f"{file.name}~", f"{file.name} (conflicted copy)", f"{file.stem}-1.sync"):
            file.with_name(copy).touch()

    found = list(store.kin(longer))

    assert [(kin.epochs, kin.trained.digest) for kin in found] == [(JOB.epochs, JOB.digest)]


def test_no_single_bit_goes_unnoticed(tmp_path: Path):
    """Wherever it flips: in the head, the names, the numbers, the directory of the archive."""
    store, chance = TrainingStore(tmp_path), random.Random(3)
    store.put(trained())
    (path,) = store.folder.glob("*.training")
    whole = path.read_bytes()
    for _ in range(300):
        place, bit = chance.randrange(len(whole)), 1 << chance.randrange(8)
        path.write_bytes(whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :])

        assert store.get(ONE) is None, (place, bit)
        assert "done again" in store.trouble


def test_a_clock_that_is_set_back_loses_no_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What was written in what is now the future is found, and what is written now, too."""
    store = TrainingStore(tmp_path)
    store.put(trained())
    future = time.time() + 10 * 365 * 86400
    os.utime(store.folder / f"{ONE}.training", (future, future))
    monkeypatch.setattr(time, "time", lambda: 0.0)

    store.put(trained("2" * 64))

    assert store.get(ONE) is not None
    assert store.get("2" * 64) is not None


def test_who_clears_meanwhile_breaks_nothing(tmp_path: Path):
    """Two threads keep and look up, two empty the store: a result is whole or not there."""
    ends, wrong = time.monotonic() + 0.5, []

    def use(digest: str) -> None:
        store, kept = TrainingStore(tmp_path), trained(digest, numbers=5000)
        while time.monotonic() < ends:
            with store.locked(digest):
                found = store.get(digest)
                problem = "" if found else store.put(kept)
            if store.trouble or (found and not np.array_equal(found.weights[0], kept.weights[0])):
                wrong.append(store.trouble)
            if problem and "No such file" not in problem:
                wrong.append(problem)

    def empty() -> None:
        while time.monotonic() < ends:
            TrainingStore(tmp_path).clear()

    threads = [threading.Thread(target=use, args=(digit * 64,)) for digit in "12"]
    threads += [threading.Thread(target=empty) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert wrong == []


def test_who_has_no_home_has_no_store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """An account that isn't known here, as containers have them, and nothing that names a folder:
    the commands say so.
    """

    def unknown(uid: int) -> None:
        raise KeyError(uid)

    digits = open_assignment("digits")[0]
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)

    shown = CliRunner().invoke(main, ["cache", "info"])

    assert user_store() is None
    assert shown.exit_code == 4
    assert "has no home folder" in shown.output
    assert "has no home folder" in trainings_for(digits, Policy()).trouble
    assert trainings_for(digits, Policy(reuse=False)).trouble == ""
    monkeypatch.setenv("HOME", str(tmp_path))
    assert user_store() is not None
