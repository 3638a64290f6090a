"""The table of faults: its arithmetic, its relay; and, slowly, each fault once."""

import json
import random
import socket
import threading
import time
from dataclasses import asdict
from types import SimpleNamespace

import pytest

from benchmarks.cluster.batch import difference
from benchmarks.cluster.relay import Relay
from benchmarks.cluster_faults import (
    BEGIN,
    END,
    FAULTS,
    MOMENTS,
    Moment,
    Planned,
    Trial,
    as_table,
    disturbed,
    left,
    noted,
    plan,
    with_table,
)


def test_kills_share_the_moments():
    """And every other fault has its own."""
    kinds = [one.kind for one in plan(["worker", "batch", "disk"], 3, 2)]

    assert kinds == ["worker", "batch", "worker", "disk", "disk"]
    assert plan(["disk"], 50, 1) == [Planned("disk", "saved")]


def test_some_batches_execute_their_notebooks():
    """One of five of those that are killed, one of two of the others."""
    planned = plan(["worker", "disk"], 10, 2)

    assert [one.policy for one in planned] == [*(["saved"] * 4 + ["full"]) * 2, "saved", "full"]


def test_a_run_goes_on_from_the_moments_of_the_last(tmp_path):
    """What came too late is wanted still."""
    planned = [Planned("worker", "saved"), Planned("worker", "saved"), Planned("batch", "full")]
    assert left(planned, noted(tmp_path)) == planned

    for happened in (True, False):
        moment = Moment("worker", "saved", 0.5, happened, 1, 1, [])
        with (tmp_path / MOMENTS).open("a") as stream:
            stream.write(json.dumps(asdict(moment)) + "\n")

    assert left(planned, noted(tmp_path)) == planned[1:]


class FakeBatch:
    """A batch that is over at once, or not soon."""

    def __init__(self, *, is_over):
        self._is_over = is_over

    def begins(self):
        return time.monotonic()

    def works_for(self, seconds, hand_ins):
        return not self._is_over

    def done(self):
        return 0

    def wait(self):
        return 0


@pytest.mark.parametrize("is_over", [True, False])
def test_a_moment_counts_where_the_batch_was_under_way(tmp_path, monkeypatch, is_over):
    """Nothing is done to one that is over, and the next moment is drawn from a shorter time."""
    trial = Trial(tmp_path, random.Random(1), {"saved": 1000.0}, {"saved": 1000.0})
    killed = []
    cluster = SimpleNamespace(
        wait_for_workers=lambda: None,
        batch=lambda *_: FakeBatch(is_over=is_over),
        kill_a_worker=lambda: killed.append(1) or True,
    )
    monkeypatch.setattr("benchmarks.cluster_faults.differing", lambda *_: [])

    moment = trial.happens(cluster, Planned("worker", "saved"))

    assert moment.happened is bool(killed) is (not is_over)
    assert trial.next_s == {"saved": 500.0 if is_over else 1000.0}


def test_the_table_counts_what_was_the_same():
    """By kind, in one order whatever was tried first; what came too late is no moment."""
    moments = [
        Moment("batch", "saved", 0.5, True, 3, 2, []),
        Moment("worker", "saved", 0.5, True, 1, 1, []),
        Moment("worker", "saved", 9.5, False, 4, 1, []),
        Moment("worker", "full", 0.7, True, 1, 2, ["submissions/a/grade.json"]),
    ]

    assert as_table(moments).splitlines()[2:] == [
        "| `kill -9` of a worker | 2 | 1: 2× | 1 | 1 | 1.5 times |",
        "| `kill -9` of the submitting process | 1 | 3: 1× | 0 | 1 | 2.0 times |",
    ]


def test_the_table_takes_the_place_of_the_one_before():
    """What is around it stays."""
    page = f"before\n{BEGIN}old\n{END}after\n"

    assert with_table(page, "new\n") == f"before\n{BEGIN}new\n{END}after\n"


def test_folders_are_compared_but_for_times(tmp_path):
    """A file too many, a file that says something else."""
    for name, wall_s in (("one", 1), ("other", 2)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same.json").write_text(f'{{"points": 1, "wall_s": {wall_s}}}')
        (tmp_path / name / "else.json").write_text(f'{{"points": {wall_s}}}')
    (tmp_path / "other" / "more").touch()

    assert difference(tmp_path / "one", tmp_path / "other") == ["else.json", "more"]


def test_a_dropped_network_passes_everything_on_later(monkeypatch):
    """Nobody is told, and no byte is lost."""
    with socket.create_server(("127.0.0.1", 0)) as there:
        there.settimeout(60)
        relay = Relay(there.getsockname()[1])
        dropped, comes_back = threading.Event(), threading.Event()
        monkeypatch.setattr(
            "benchmarks.cluster.relay.time.sleep", lambda _: (dropped.set(), comes_back.wait(60))
        )
        with socket.create_connection(("127.0.0.1", relay.port)) as comes:
            goes, _ = there.accept()
            goes.settimeout(0.2)
            dropping = threading.Thread(target=relay.drop, args=(1.0,), daemon=True)
            dropping.start()
            assert dropped.wait(60)
            comes.sendall(b"in the middle")
            with pytest.raises(TimeoutError):
                goes.recv(100)
            comes_back.set()
            goes.settimeout(60)
            assert goes.recv(100) == b"in the middle"
            goes.close()
        relay.close()


@pytest.mark.slow
def test_every_fault_leaves_the_folder_of_one_machine(tmp_path):
    """Each at one moment, with the real commands' processes."""
    planned = [Planned(kind, "saved") for kind in FAULTS]

    moments = list(disturbed(tmp_path, planned, seed=2))

    assert [moment.kind for moment in moments if moment.happened] == list(FAULTS)
    assert [moment for moment in moments if moment.different] == []
