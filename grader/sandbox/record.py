"""How does a submission become a recording?"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from grader.model.assignment import Assignment
from grader.model.policy import Policy
from grader.model.recording import CellRun, ExecutionOutcome, LimitKind, Recording
from grader.model.submission import Submission
from grader.model.supervision import Supervisor
from grader.sandbox.execute import Executor, as_nbformat, cancelled, written
from grader.sandbox.kernel import Kernel
from grader.sandbox.listener import Listener
from grader.sandbox.protections import require_protection
from grader.sandbox.watchdog import Watchdog, end_tree

LISTENER_TIMEOUT_S = 10

OUTCOMES: dict[LimitKind, ExecutionOutcome] = {
    "memory": "out_of_memory",
    "cell_time": "timeout",
    "notebook_time": "timeout",
}
"""How a notebook ended that a limit stopped; `kernel_died` for the other limits."""

OnCell = Callable[[int, int], None]


def record(
    submission: Submission,
    policy: Policy,
    *,
    assignment: Assignment,
    folder: Path,
    supervisor: Supervisor,
    on_cell: OnCell | None = None,
) -> Recording:
    """Run the notebook; `folder` receives `events.jsonl`, `arrays/` and `executed.ipynb`.

    `on_cell` is told how many cells have run, and how many there are. `executed` of the recording is None: the notebook
    is read back from its file like any other. Raises SandboxUnavailable where this host can't keep the notebook in and
    the policy doesn't say `unsafe`.
    """
    protections = () if policy.unsafe else require_protection()
    notebook = as_nbformat(submission.notebook)
    kernel = Kernel(assignment, policy)
    started = time.monotonic()
    try:
        watchdog, listener, runs = asyncio.run(
            _run(kernel, notebook, policy=policy, folder=folder, supervisor=supervisor, on_cell=on_cell or _ignore)
        )
    finally:
        kernel.close()
    if listener.fault is not None:
        raise listener.fault
    (folder / "executed.ipynb").write_text(written(notebook), "utf-8")
    return Recording(
        outcome=_outcome(runs, watchdog),
        wall_s=time.monotonic() - started,
        events=tuple(listener.events),
        cell_runs=tuple(runs),
        executed=None,
        folder=folder,
        limits_hit=tuple(watchdog.hits),
        protections=protections,
        rejected_events=listener.rejected,
    )


async def _run(
    kernel: Kernel, notebook: Any, *, policy: Policy, folder: Path, supervisor: Supervisor, on_cell: OnCell
) -> tuple[Watchdog, Listener, list[CellRun]]:
    """Start the kernel, run the cells under watch, and end the whole tree, whatever happens."""
    await kernel.start()
    watchdog = Watchdog(
        policy.limits,
        kernel.pid,
        interrupt=kernel.manager.interrupt_kernel,
        kill=lambda: end_tree(kernel.pid),
        unsafe=policy.unsafe,
    )
    listener = Listener(
        kernel.events_fd,
        kernel.answers_fd,
        folder=folder,
        supervisor=supervisor,
        limit_bytes=policy.limits.recording_bytes,
        on_too_much=lambda what: watchdog.stop("recording", what),
    )
    listener.start()
    watching = asyncio.create_task(watchdog.run())
    executor = Executor(notebook, kernel.manager, watchdog)
    try:
        await executor.run(on_cell)
    finally:
        await cancelled(watching)
        end_tree(kernel.pid)
        listener.join(LISTENER_TIMEOUT_S)
        await kernel.manager.cleanup_resources()
    return watchdog, listener, executor.runs


def _outcome(runs: list[CellRun], watchdog: Watchdog) -> ExecutionOutcome:
    if watchdog.killed_for is not None:
        return OUTCOMES.get(watchdog.killed_for, "kernel_died")
    if any(run.error_name == "KernelDied" or run.outcome == "not_run" for run in runs):
        return "kernel_died"
    if any(run.outcome == "timeout" for run in runs):
        return "timeout"
    return "cell_error" if any(run.outcome == "error" for run in runs) else "completed"


def _ignore(done: int, cells: int) -> None:
    del done, cells
