"""The scoring process is kept apart, limited, started anew when it dies, and leaves nothing
behind.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from grader.errors import PrerequisiteError, SandboxUnavailable
from grader.host.bubblewrap import find_bubblewrap
from grader.host.limits import NO_CORE_BYTES
from grader.scoring.process import process
from grader.scoring.process.process import WorkerFailed, WorkerProcess
from grader.scoring.process.worker import NOT_NEEDED, import_tensorflow

NOTHING = {
    "chain": [],
    "input_shape": [1],
    "weights": "/nowhere",
    "max_weight_bytes": 1,
    "preparations": [],
}


@pytest.fixture(scope="module")
def worker() -> Iterator[WorkerProcess]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("https_proxy", "http://operator.example")
        patch.setenv("LMS_TOKEN", "secret")
        with WorkerProcess(memory_bytes=4 * 1024**3, threads=1) as worker:
            worker.start()
            yield worker


def python_process(worker: WorkerProcess) -> psutil.Process:
    """The scoring process itself, below bubblewrap where that is used."""
    family = psutil.Process().children(recursive=True)
    ours = [
        p
        for p in family
        if p.status() != psutil.STATUS_ZOMBIE and p.environ().get("HOME") == str(worker.scratch)
    ]
    return next(p for p in reversed(ours) if p.cmdline()[0] == sys.executable)


def test_it_knows_nothing_of_the_operator(worker: WorkerProcess):
    """No variable of ours reaches it, and its home is its own scratch folder."""
    environment = python_process(worker).environ()

    assert not {"https_proxy", "LMS_TOKEN"} & set(environment)
    assert environment["HOME"] == str(worker.scratch)


def test_what_no_model_is_computed_with_is_not_loaded(monkeypatch: pytest.MonkeyPatch):
    """Keras takes plotting and tables for not installed; TensorFlow has the threads given."""
    threads: list[int] = []
    setting = SimpleNamespace(
        set_intra_op_parallelism_threads=threads.append,
        set_inter_op_parallelism_threads=threads.append,
    )
    fake = SimpleNamespace(config=SimpleNamespace(threading=setting))
    for name in ("tensorflow", *NOT_NEEDED):
        monkeypatch.setitem(sys.modules, name, fake)

    import_tensorflow(3)

    assert threads == [3, 1]
    for name in NOT_NEEDED:
        with pytest.raises(ImportError):
            importlib.import_module(name)


def test_its_memory_is_limited(worker: WorkerProcess):
    """What it may allocate ends at the limit, for good."""
    assert python_process(worker).rlimit(psutil.RLIMIT_DATA) == (4 * 1024**3, 4 * 1024**3)
    assert python_process(worker).rlimit(psutil.RLIMIT_CORE)[1] <= NO_CORE_BYTES


def test_it_has_no_network(worker: WorkerProcess):
    """It lives in a network namespace of its own."""
    theirs = Path(f"/proc/{python_process(worker).pid}/ns/net").readlink()

    assert theirs != Path("/proc/self/ns/net").readlink()


def test_it_answers_again_after_it_was_killed(worker: WorkerProcess):
    """Its death is one failed request; the next one starts it anew."""
    os.kill(python_process(worker).pid, signal.SIGSTOP)
    kill_later = threading.Timer(0.5, os.kill, (python_process(worker).pid, signal.SIGKILL))
    kill_later.start()

    with pytest.raises(WorkerFailed, match="it ended"):
        worker.ask(NOTHING, timeout_s=120)

    assert worker.ask(NOTHING, timeout_s=120)["ok"] is False


def test_nothing_is_left_behind():
    """After closing there is neither a process nor a folder."""
    with WorkerProcess(memory_bytes=4 * 1024**3, threads=1) as worker:
        worker.start()
        ours, scratch = python_process(worker), worker.scratch

    ours.wait(timeout=60)
    assert not scratch.exists()


def test_a_process_that_cant_start_is_the_operators_matter(monkeypatch: pytest.MonkeyPatch):
    """Without a working interpreter the error says what to try; no student is blamed."""
    monkeypatch.setattr(process.sys, "executable", "/bin/false")

    with (
        WorkerProcess(memory_bytes=4 * 1024**3, threads=1) as worker,
        pytest.raises(PrerequisiteError, match="started"),
    ):
        worker.start()


def test_without_bubblewrap_nothing_is_measured(monkeypatch: pytest.MonkeyPatch):
    """The process starts contained or not at all: a host that lacks bubblewrap is told so."""

    def gone():
        raise SandboxUnavailable("bubblewrap (bwrap) is not installed", hint="install it")

    monkeypatch.setattr(process, "find_bubblewrap", gone)

    with (
        WorkerProcess(memory_bytes=4 * 1024**3, threads=1) as worker,
        pytest.raises(SandboxUnavailable),
    ):
        worker.start()


def test_one_failed_start_leaves_no_open_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """A bubblewrap that fails once is tried again, and what runs then is contained as ever."""
    real, counter = find_bubblewrap(), tmp_path / "failed"
    broken = tmp_path / "bwrap"
    broken.write_text(
        f'#!/bin/sh\nif [ ! -e {counter} ]; then touch {counter}; exit 1; fi\nexec {real} "$@"\n'
    )
    broken.chmod(0o755)
    monkeypatch.setattr(process, "find_bubblewrap", lambda: broken)

    with WorkerProcess(memory_bytes=4 * 1024**3, threads=1) as worker:
        worker.start()
        theirs = Path(f"/proc/{python_process(worker).pid}/ns/net").readlink()

    assert counter.exists()
    assert theirs != Path("/proc/self/ns/net").readlink()


def test_a_bubblewrap_that_never_works_is_the_operators_matter(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    """What it said stands in the error; nothing runs without it."""
    broken = tmp_path / "bwrap"
    broken.write_text("#!/bin/sh\necho 'no namespaces here' >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(process, "find_bubblewrap", lambda: broken)

    with (
        WorkerProcess(memory_bytes=4 * 1024**3, threads=1) as worker,
        pytest.raises(PrerequisiteError, match="no namespaces here"),
    ):
        worker.start()
