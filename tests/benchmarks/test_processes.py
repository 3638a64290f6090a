"""What a command costs with all that it starts is measured."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.measuring.processes import (
    CommandError,
    ProcessorWatch,
    timed,
)
from benchmarks.stages.cluster import pinned
from benchmarks.stages.memory import Held


def test_a_command_is_timed_and_its_failure_is_no_value(tmp_path):
    """A tool that fails at once would be the fastest of all."""
    assert timed([sys.executable, "-c", "pass"], cwd=tmp_path) > 0
    with pytest.raises(CommandError, match="no such thing"):
        timed([sys.executable, "-c", "raise SystemExit('no such thing')"], cwd=tmp_path)


def test_processor_time_of_what_was_killed_is_seen(monkeypatch):
    """Nobody waits for the child of a child that is killed."""
    monkeypatch.setattr(ProcessorWatch, "every_s", 0.05)
    works = "import time\nwhile time.process_time() < 0.5: pass\nprint(flush=True); input()"
    child = (
        "import subprocess, sys\n"
        f"subprocess.run([sys.executable, '-c', {works!r}], stdin=sys.stdin, stdout=sys.stdout)"
    )
    with (
        ProcessorWatch() as watch,
        subprocess.Popen(
            [sys.executable, "-c", child],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        ) as process,
    ):
        process.stdout.readline()
        give_up = time.monotonic() + 60
        while watch.processor_s <= 0.4:
            assert time.monotonic() < give_up, "the time of the child was never seen"
            time.sleep(0.02)
        os.killpg(process.pid, signal.SIGKILL)
        process.stdin.close()

    assert watch.processor_s > 0.4


HOLDS = "held = bytearray(100_000_000); print(flush=True); input()"
WATCHED = f"""
import subprocess, sys, time
from benchmarks.measuring.processes import MemoryWatch

command = [sys.executable, "-c", {HOLDS!r}]
with (
    subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process,
    MemoryWatch(0.1) as watch,
):
    process.stdout.readline()
    give_up = time.monotonic() + 60
    while max(watch.footprint.bytes, default=0) < 1e8 and time.monotonic() < give_up:
        time.sleep(0.02)
    process.kill()
print(max(watch.footprint.bytes))
print(*set().union(*watch.footprint.by_process))
"""


def test_memory_of_what_was_started_is_seen():
    """A child that holds 100 MB shows. The watch is in a process of its own: what other tests have
    running changes while one looks.
    """
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED], capture_output=True, check=True, cwd=root, timeout=120
    )

    most, name = done.stdout.decode().splitlines()
    assert 1e8 < int(most) < 2e8
    assert name.startswith("python")


@pytest.mark.parametrize(
    ("last", "kernels", "flat"), [(2.05, 0.3, True), (2.2, 0.0, False), (2.0, 0.8, False)]
)
def test_memory_is_flat_where_its_end_is_as_its_middle(last, kernels, flat):
    """The first quarter, in which programs start, is left out; of kernels, which come and go, there
    may be one more.
    """
    looks = [{"grader 1": 0.5}] * 10 + [{"grader 1": 2.0, "kernel 2": 0.0}] * 20
    held = Held((*looks, *[{"grader 1": last, "kernel 3": kernels}] * 10), every_s=1.0)

    assert held.is_flat is flat
    assert held.most_gib == last + kernels
    assert "0.50, 2.00, 2.00, 2." in held.in_words
    assert f"the 1 processes that lived in both grew by {last - 2:+.2f}" in held.in_words


def test_what_is_started_is_kept_to_its_cores():
    """And to all of them again afterwards."""
    before = os.sched_getaffinity(0)
    with pinned([min(before)]):
        shown = subprocess.run(
            [sys.executable, "-c", "import os; print(os.sched_getaffinity(0))"],
            capture_output=True,
            text=True,
            check=True,
        )

    assert shown.stdout.strip() == str({min(before)})
    assert os.sched_getaffinity(0) == before
