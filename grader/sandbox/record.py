"""Runs a submission in a kernel and returns the recording."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from grader.model.assignment import Assignment
from grader.model.interpreter import Interpreter
from grader.model.limits_hit import LimitKind
from grader.model.policy import Policy
from grader.model.recording import KERNEL_DIED, CellRun, ExecutionOutcome, Recording, RunOrder
from grader.model.submission import Submission
from grader.model.supervision import Supervisor
from grader.sandbox.answers import Answers
from grader.sandbox.beside import FilesBeside
from grader.sandbox.execute import Executor, as_nbformat, written
from grader.sandbox.kernels.kernel import Kernel
from grader.sandbox.kernels.warm import WarmKernels
from grader.sandbox.limits.cgroup import ControlGroup
from grader.sandbox.limits.processes import tree
from grader.sandbox.limits.refused import refusals
from grader.sandbox.limits.watchdog import Watchdog
from grader.sandbox.messages.listener import Alarms, Listener
from grader.sandbox.stoppable import ended, run_stoppable
from grader.sandbox.walls.protections import require_protection
from grader.text.folders import without_folders

LISTENER_TIMEOUT_S = 60
"""For checking the arrays that the kernel sent last."""

OUTCOMES: dict[LimitKind, ExecutionOutcome] = {
    "memory": "out_of_memory",
    "cell_time": "timeout",
    "notebook_time": "timeout",
}
"""How a notebook ended that a limit stopped; `kernel_died` for the other limits."""

OnCell = Callable[[int, int], None]


def record(  # noqa: PLR0913 - what a notebook meets, each by its name
    submission: Submission,
    policy: Policy,
    *,
    assignment: Assignment,
    folder: Path,
    supervisor: Supervisor,
    order: RunOrder | None = None,
    on_cell: OnCell | None = None,
    warm: WarmKernels | None = None,
    beside: FilesBeside = (),
    interpreter: Interpreter | None = None,
) -> Recording:
    """Run the notebook; `folder` receives `events.jsonl`, `arrays/` and `executed.ipynb`.

    `order` names the cells to run; without it the code cells run as they stand. `on_cell` hears
    how many cells have run, and how many there are. With `warm` the kernel is forked where this
    notebook allows it. The notebook finds copies of the files `beside` in its working directory,
    and runs in `interpreter`, else in this process's own. `executed` of the recording is None: the
    notebook is read back from its file like any other. Raises SandboxUnavailable where this host
    can't keep the notebook in and the policy doesn't say `unsafe`, and where no kernel could be
    started.
    """
    protections = () if policy.unsafe else require_protection()
    cold_because = warm.fits(assignment, policy, submission.notebook, interpreter) if warm else ""
    world = Surroundings(assignment, beside, interpreter, None if cold_because else warm)
    session = _KernelSession(policy, folder, supervisor, world)
    session.answers = Answers(submission.notebook)
    notebook = as_nbformat(submission.notebook)
    started = time.monotonic()
    runs = run_stoppable(session.run(notebook, order=order, on_cell=on_cell or _ignore))
    if session.listener.fault is not None:
        raise session.listener.fault
    (folder / "executed.ipynb").write_text(written(notebook), "utf-8")
    return Recording(
        outcome=_outcome(runs, session.watchdog),
        wall_s=time.monotonic() - started,
        events=tuple(session.listener.events),
        cell_runs=tuple(runs),
        executed=None,
        folder=folder,
        limits_hit=(*session.watchdog.hits, *refusals(runs, policy.limits)),
        protections=(*protections, "control group") if session.watchdog.group else protections,
        rejected_events=session.listener.rejected,
        order=order,
        warm=warm is not None and not session.cold_because,
        cold_because=without_folders(cold_because or session.cold_because) if warm else "",
    )


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What one notebook finds where it runs."""

    assignment: Assignment
    beside: FilesBeside
    interpreter: Interpreter | None
    warm: WarmKernels | None


class _KernelSession:
    """One notebook's kernel, with those who watch it and listen to it."""

    watchdog: Watchdog
    listener: Listener
    answers: Answers

    def __init__(
        self, policy: Policy, folder: Path, supervisor: Supervisor, world: Surroundings
    ) -> None:
        self._policy, self._folder, self._supervisor, self._world = (
            policy,
            folder,
            supervisor,
            world,
        )
        self.cold_because = "" if world.warm else "not asked for"

    async def run(self, notebook: Any, *, order: RunOrder | None, on_cell: OnCell) -> list[CellRun]:
        """Start the kernel, run the cells under watch, and end the whole tree, whatever happens."""
        kernel = Kernel(
            self._world.assignment,
            self._policy,
            on_message=lambda size: self.watchdog.saw_message(size),  # noqa: PLW0108 - no watchdog yet
            on_dropped=lambda size: self.watchdog.saw_dropped(size),  # noqa: PLW0108 - no watchdog yet
            warm=self._world.warm,
            beside=self._world.beside,
            interpreter=self._world.interpreter,
        )
        try:
            await kernel.start()
            self.cold_because = self.cold_because or kernel.cold_because
            return await self._run(kernel, notebook, order, on_cell)
        finally:
            kernel.end()
            await kernel.hang_up()
            kernel.close()

    async def _run(
        self, kernel: Kernel, notebook: Any, order: RunOrder | None, on_cell: OnCell
    ) -> list[CellRun]:
        self.watchdog = self._watch(kernel)
        self.listener = self._listen(kernel)
        self.listener.start()
        executor = Executor(notebook, kernel, self.watchdog, self.answers)
        watching = asyncio.create_task(self.watchdog.run())
        watching.add_done_callback(lambda task: kernel.end() if _failed(task) else None)
        try:
            await kernel.ready()
            self.watchdog.group = self._bound(kernel)
            await executor.run(on_cell, order=order)
        finally:
            await ended((watching,))
            kernel.end()
            self.listener.kernel_is_gone()
            self.watchdog.look_at_the_end()
            if self.watchdog.group is not None:
                self.watchdog.group.remove()
            self.listener.join(LISTENER_TIMEOUT_S)
        return executor.runs

    def _bound(self, kernel: Kernel) -> ControlGroup | None:
        """Let the system bound the kernel's processes, where it lets us."""
        if self._policy.unsafe:
            return None
        try:
            group = ControlGroup.make(self._policy.limits)
        except OSError:
            return None
        group.take(process.pid for process in tree(kernel.pid))
        return group

    def _watch(self, kernel: Kernel) -> Watchdog:
        return Watchdog(
            self._policy.limits,
            kernel.pid,
            interrupt=kernel.interrupt,
            kill=kernel.end,
            unsafe=self._policy.unsafe,
        )

    def _listen(self, kernel: Kernel) -> Listener:
        return Listener(
            (kernel.events_fd, kernel.answers_fd),
            Alarms(
                on_too_much=lambda what: self.watchdog.stop("recording", what),
                on_dropped=lambda what: self.watchdog.note("recording", what),
                on_fault=kernel.end,
                waits_for_host=self.watchdog.clock_stopped,
            ),
            folder=self._folder,
            supervisor=self._supervisor,
            limit_bytes=self._policy.limits.recording_bytes,
        )


def _failed(task: asyncio.Task[None]) -> bool:
    """Whether the watchdog itself broke: nothing runs unwatched."""
    return not task.cancelled() and task.exception() is not None


def _outcome(runs: list[CellRun], watchdog: Watchdog) -> ExecutionOutcome:
    if watchdog.killed_for is not None:
        return OUTCOMES.get(watchdog.killed_for, "kernel_died")
    if any(run.error_name == KERNEL_DIED or run.outcome == "not_run" for run in runs):
        return "kernel_died"
    if any(run.outcome == "timeout" for run in runs):
        return "timeout"
    return "cell_error" if any(run.outcome == "error" for run in runs) else "completed"


def _ignore(done: int, cells: int) -> None:
    del done, cells
