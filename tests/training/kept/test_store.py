"""The store of trainings: nothing half, nothing twice, nothing without bounds."""

from __future__ import annotations

import os
import time
from pathlib import Path

import numpy as np
import pytest

from grader.host.files import MAX_NAME_CHARS, PART
from grader.training.kept import store as stores
from grader.training.kept.content import Damaged, decoded, encoded
from grader.training.kept.store import TrainingStore, bundle, read
from tests.training.cases.jobs import JOB
from tests.training.kept.results import ONE, THREE, TWO, trained


def test_what_is_kept_comes_back_as_it_was(tmp_path: Path):
    """History with its NaN, weights, the optimizer's state and the checkpoints survive."""
    kept = trained()

    problem = TrainingStore(tmp_path).put(kept)
    found = TrainingStore(tmp_path).get(ONE)

    assert problem == ""
    assert found is not None
    assert found.reused == "store"
    assert repr(dict(found.history)) == repr(dict(kept.history))
    assert (found.epochs_run, found.wall_s, set(found.states)) == (2, 1.5, {1})
    assert found.moved
    assert not decoded(encoded(trained(moved=False)), ONE).moved
    for ours, theirs in zip(found.weights, kept.weights, strict=True):
        np.testing.assert_array_equal(ours, theirs)
        assert ours.dtype == theirs.dtype
    assert found.optimizer_variables is not None
    assert found.optimizer_variables[0] == 7


def test_an_optimizer_that_was_not_kept_is_reported_from_one_without_variables(tmp_path: Path):
    """None is no empty tuple."""
    store = TrainingStore(tmp_path)
    store.put(trained(optimizer_variables=None))
    store.put(trained(TWO, optimizer_variables=()))

    first, second = store.get(ONE), store.get(TWO)

    assert first is not None
    assert first.optimizer_variables is None
    assert second is not None
    assert second.optimizer_variables == ()


@pytest.mark.parametrize("digest", ["", "..", "../" + ONE, ONE.upper() + "g", "x" * 64, ONE + "\n"])
def test_what_is_no_digest_finds_nothing(tmp_path: Path, digest: str):
    """A name can't lead out of the folder."""
    TrainingStore(tmp_path).put(trained())

    assert TrainingStore(tmp_path).get(digest) is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: b"",
        lambda content: content[:-20],
        lambda content: content[:300] + bytes([content[300] ^ 1]) + content[301:],
        lambda content: content.replace(b"grader training 1", b"grader training 9"),
        lambda content: b"\x00" * len(content),
    ],
)
def test_a_damaged_result_is_as_good_as_none(tmp_path: Path, damage):
    """Whatever became of the file: it is not believed, and can be written anew."""
    store = TrainingStore(tmp_path)
    store.put(trained())
    (path,) = store.folder.glob("*.training")
    path.write_bytes(damage(path.read_bytes()))

    assert store.get(ONE) is None
    assert store.put(trained()) == ""
    assert store.get(ONE) is not None


def test_a_result_under_the_name_of_another_is_refused(tmp_path: Path):
    """A file that was renamed is not handed out for another training."""
    store = TrainingStore(tmp_path)
    store.put(trained())
    (path,) = store.folder.glob("*.training")
    path.rename(path.with_name(f"{TWO}.training"))

    assert store.get(TWO) is None


def test_pickled_arrays_are_never_loaded():
    """A result that holds an object of Python's own is damaged, whatever its checksum."""
    content = encoded(trained(weights=(np.array([1.0]),)))
    hostile = encoded(trained(weights=(np.array([Path()], dtype=object),)))

    decoded(content, ONE)
    with pytest.raises(Damaged):
        decoded(hostile, ONE)


def test_the_store_is_bounded_and_lets_go_what_was_used_longest_ago(tmp_path: Path):
    """Of three results two fit; the one that nobody asked for goes."""
    size = len(encoded(trained(numbers=10_000)))
    store = TrainingStore(tmp_path, max_bytes=2 * size + size // 2)
    for age, digest in ((30, ONE), (20, TWO)):
        store.put(trained(digest, numbers=10_000))
        os.utime(store.folder / f"{digest}.training", (time.time() - age, time.time() - age))

    store.get(ONE)
    store.put(trained(THREE, numbers=10_000))

    assert store.get(TWO) is None
    assert store.get(ONE) is not None
    assert store.get(THREE) is not None
    assert store.info().size_bytes <= store.info().max_bytes


def test_names_of_results_that_are_gone_are_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Each training that is begun leaves a lock, and each result a marker of its family."""
    monkeypatch.setattr(stores, "MOST_NAMES", 5)
    store = TrainingStore(tmp_path, max_bytes=2 * len(encoded(trained())) + 100)
    jobs = [JOB.drawn(draw) for draw in range(1, 21)]
    for job in jobs:
        with store.locked(job.digest):
            store.put(trained(job.digest), of=job)

    markers = [path.name for path in (store.folder / "families").iterdir()]
    locks = list((store.folder / "locks").iterdir())

    assert store.info().results == 2
    assert len(markers) <= 2 + 5
    assert len(locks) <= 2 + 5 + 2  # that of who writes, and its own, which is held
    assert any(jobs[-1].digest in name for name in markers)
    assert store.get(jobs[-1].digest) is not None


def test_a_result_that_is_too_large_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """It is said, and nothing is removed for its sake."""
    monkeypatch.setattr(stores, "MAX_RESULT_BYTES", 5000)
    store = TrainingStore(tmp_path)
    store.put(trained())

    assert "too large" in store.put(trained(TWO, numbers=10_000))
    assert store.get(ONE) is not None


def test_where_nothing_can_be_written_a_sentence_says_so(tmp_path: Path):
    """A file stands where the folder should be: no exception, and nothing is found."""
    (tmp_path / "taken").write_text("")
    store = TrainingStore(tmp_path / "taken")

    problem = store.put(trained())
    with store.locked(ONE):
        found = store.get(ONE)

    assert "can't be kept" in problem
    assert found is None


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """What can't be written whole isn't written; the earlier result stays."""

    def full(path: Path, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    store = TrainingStore(tmp_path)
    store.put(trained())
    monkeypatch.setattr(stores, "write_bytes", full)

    assert "No space left on device" in store.put(trained(TWO))
    assert store.get(ONE) is not None


def test_clearing_removes_results_and_free_locks_and_counts_them(tmp_path: Path):
    """A lock that somebody holds stays."""
    store = TrainingStore(tmp_path)
    store.put(trained())
    store.put(trained(TWO))
    with store.locked(TWO):
        pass

    with store.locked(ONE):
        removed = store.clear()

    assert (removed.results, store.info().results) == (2, 0)
    assert [path.name for path in (store.folder / "locks").iterdir()] == [f"{ONE}.lock"]


def test_clearing_removes_what_a_killed_process_was_writing(tmp_path: Path):
    """Nobody else would: each is as large as a result, and has a name of its own."""
    store = TrainingStore(tmp_path)
    store.put(trained())
    half = store.folder / f".{TWO[:MAX_NAME_CHARS]}{PART}"
    half.write_bytes(b"grader training 1")

    assert store.clear().results == 1

    assert not half.exists()


def test_a_bundled_result_is_read_from_a_folder_that_nobody_writes(tmp_path: Path):
    """It is smaller than a kept one, and reading it leaves no trace."""
    path = bundle(tmp_path / "trainings", trained(numbers=10_000))
    before = sorted(tmp_path.rglob("*"))

    found = read(tmp_path / "trainings", ONE)

    assert found is not None
    assert found.weights[0].shape == (10_000,)
    assert path.stat().st_size < len(encoded(trained(numbers=10_000)))
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_damaged_goes_and_is_said(tmp_path: Path):
    """Once; the file is named, and what becomes of it."""
    store = TrainingStore(tmp_path)
    store.put(trained())
    path = store.folder / f"{ONE}.training"
    path.write_bytes(path.read_bytes()[:-1])

    found = store.get(ONE)

    assert found is None
    assert not path.exists()
    assert str(path) in store.trouble
    assert "done again" in store.trouble
    assert TrainingStore(tmp_path).get(ONE) is None


def test_what_another_version_wrote_is_said(tmp_path: Path):
    """By the number of its format."""
    store = TrainingStore(tmp_path)
    store.put(trained())
    path = store.folder / f"{ONE}.training"
    path.write_bytes(path.read_bytes().replace(b"training 1 ", b"training 9 ", 1))

    assert store.get(ONE) is None
    assert "format 9" in store.trouble


def test_a_full_disk_is_said_with_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The result is there all the same."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(stores, "write_bytes", full)

    said = TrainingStore(tmp_path).put(trained())

    assert "No space left on device" in said
    assert "grader cache" in said
