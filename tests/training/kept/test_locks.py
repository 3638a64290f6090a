"""Of several who want one training, one trains; whoever is killed holds nobody up."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from grader.training.kept.content import decoded, encoded
from grader.training.kept.locks import Locks
from grader.training.kept.store import TrainingStore
from tests.training.kept.results import ONE, TWO, trained


def test_one_thread_reads_at_a_time(monkeypatch: pytest.MonkeyPatch):
    """Two at once may fail: NumPy reads the head of an array with `ast`, whose count of its depth
    belongs to all threads.
    """
    content, real, together, most = encoded(trained()), np.load, [0], [0]

    def watched(*given, **options):
        together[0] += 1
        most[0] = max(most[0], together[0])
        time.sleep(0.01)
        arrays = real(*given, **options)
        together[0] -= 1
        return arrays

    monkeypatch.setattr(np, "load", watched)
    threads = [threading.Thread(target=decoded, args=(content, ONE)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1]


def test_who_comes_second_waits_whichever_thread(tmp_path: Path):
    """Two stores of one folder in one process exclude each other, for one digest only."""
    order: list[str] = []
    inside, go_on = threading.Event(), threading.Event()

    def first() -> None:
        with TrainingStore(tmp_path).locked(ONE):
            inside.set()
            go_on.wait(60)
            order.append("first")

    def second() -> None:
        with TrainingStore(tmp_path).locked(ONE):
            order.append("second")

    threads = [threading.Thread(target=first)]
    threads[0].start()
    assert inside.wait(60)
    threads.append(threading.Thread(target=second))
    threads[1].start()
    with TrainingStore(tmp_path).locked(TWO):
        order.append("another")
    go_on.set()
    for thread in threads:
        thread.join(60)

    assert order == ["another", "first", "second"]


HOLDER = """
import sys
from pathlib import Path
from grader.training.kept.store import TrainingStore
with TrainingStore(Path(sys.argv[1])).locked("1" * 64):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_process_that_is_killed_holds_nobody_up(tmp_path: Path):
    """Its lock ends with it, and until then another process waits."""
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    entered = threading.Event()

    def wait() -> None:
        with TrainingStore(tmp_path).locked(ONE):
            entered.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    early = entered.wait(0.3)
    holder.kill()
    holder.communicate()

    assert not early
    assert entered.wait(60)
    waiting.join(60)


def test_who_was_stopped_is_not_waited_for_without_end(tmp_path: Path):
    """A command that lies in a shell's background, by Ctrl-Z, held up every batch of its user."""
    with Locks(tmp_path).held("one"), Locks(tmp_path, patience_s=0.05).held("one"):
        assert Locks(tmp_path).names() == ["one"]
