"""The table of faults: its arithmetic, its relay; and, slowly, each fault once."""

import socket
import threading
import time

import pytest

from benchmarks.cluster_faults import (
    BEGIN,
    END,
    FAULTS,
    Moment,
    as_table,
    disturbed,
    plan,
    with_table,
)
from benchmarks.disturbed import Relay, difference


def test_kills_share_the_moments():
    """And every other fault has its own."""
    assert plan(["worker", "batch", "disk"], 3, 2) == ["worker", "batch", "worker", "disk", "disk"]
    assert plan(["disk"], 50, 1) == ["disk"]


def test_the_table_counts_what_was_the_same():
    """By kind, in one order whatever was tried first."""
    moments = [
        Moment("batch", 0.5, 2, []),
        Moment("worker", 0.5, 1, []),
        Moment("worker", 0.7, 2, ["submissions/a/grade.json"]),
    ]

    assert as_table(moments).splitlines()[2:] == [
        "| `kill -9` of a worker | 2 | 1 | 1.5 times |",
        "| `kill -9` of the submitting process | 1 | 1 | 2.0 times |",
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


def test_a_dropped_network_passes_everything_on_later():
    """Nobody is told, and no byte is lost."""
    with socket.create_server(("127.0.0.1", 0)) as there:
        relay = Relay(there.getsockname()[1])
        with socket.create_connection(("127.0.0.1", relay.port)) as comes:
            goes, _ = there.accept()
            goes.settimeout(0.2)
            dropping = threading.Thread(target=relay.drop, args=(1.0,))
            dropping.start()
            time.sleep(0.1)
            comes.sendall(b"in the middle")
            with pytest.raises(TimeoutError):
                goes.recv(100)
            dropping.join()
            goes.settimeout(10)
            assert goes.recv(100) == b"in the middle"
            goes.close()
        relay.close()


@pytest.mark.slow
def test_every_fault_leaves_the_folder_of_one_machine(tmp_path):
    """Each at one moment, with the real commands' processes."""
    moments = list(disturbed(tmp_path, list(FAULTS), seed=2))

    assert [(moment.kind, moment.different) for moment in moments] == [(one, []) for one in FAULTS]
