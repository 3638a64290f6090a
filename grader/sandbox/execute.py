"""Runs the cells of a notebook, one after another, whatever they do."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import Any

import nbformat
import zmq
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from grader.model.recording import KERNEL_DIED, CellOutcome, CellRun, RunOrder
from grader.model.submission import Notebook
from grader.sandbox.answers import Answers
from grader.sandbox.kernels.connection import next_message
from grader.sandbox.kernels.kernel import Kernel
from grader.sandbox.limits.watchdog import Watchdog
from grader.sandbox.messages.displayed import Display, whole
from grader.sandbox.stoppable import ended
from grader.text.terminal import without_escapes

ALIVE_PERIOD_S = 0.1
OUTPUT_GRACE_S = 10
"""How long outputs may come in after the kernel has said that a cell is done."""
MAX_TRACEBACK_CHARS = 20_000
MAX_PROMPT_CHARS = 2000
ENDED_IN_ORDER = [("SystemExit", status) for status in ("", "0", "None")]

NEW_CELL = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


def as_nbformat(notebook: Notebook) -> Any:
    """The notebook without outputs, as nbformat has it."""
    cells = [
        NEW_CELL[cell.kind](source=cell.source, id=f"cell-{cell.index:05d}")
        for cell in notebook.cells
    ]
    return new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})


class Executor:
    """Runs the cells in a kernel that is ready, and notes how each fared."""

    def __init__(self, notebook: Any, kernel: Kernel, watchdog: Watchdog, answers: Answers) -> None:
        """Take the notebook (it receives the outputs), the kernel, who watches, and who answers for
        the user.
        """
        self.runs: list[CellRun] = []
        self._notebook, self._kernel, self._watchdog, self._answers = (
            notebook,
            kernel,
            watchdog,
            answers,
        )
        self._refusal = ("", "")
        self._display = Display(watchdog.limits.output_bytes)

    async def run(
        self, on_cell: Callable[[int, int], None], *, order: RunOrder | None = None
    ) -> None:
        """Run every code cell, in `order` where it is given; when the kernel dies, those that are
        left count as not run.
        """
        cells = self._notebook.cells
        waiting = [
            place
            for place in (order.cells if order else range(len(cells)))
            if _can_run(cells[place])
        ]
        for done, place in enumerate(waiting):
            on_cell(done, len(waiting))
            if not await self._run_cell(place):
                self.runs += [CellRun(left, None, "not_run") for left in waiting[done + 1 :]]
                return
        on_cell(len(waiting), len(waiting))

    async def _run_cell(self, place: int) -> bool:
        """Run one cell; whether the kernel lives on."""
        cell, started = self._notebook.cells[place], time.monotonic()
        cell.outputs = []
        self._display.begin(cell.outputs)
        self._answers.begin(place)
        self._refusal = ("", "")
        self._watchdog.begin(place)
        alive = await self._execute(cell)
        timed_out = self._watchdog.cell_timed_out
        self._watchdog.end()
        self.runs.append(
            _cell_run(
                cell,
                place,
                time.monotonic() - started,
                timed_out=timed_out,
                alive=alive,
                refusal=self._refusal,
            )
        )
        return alive

    async def _execute(self, cell: Any) -> bool:
        """Send the cell and collect what it displays until it is done; whether the kernel lived."""
        request = self._kernel.client.execute(cell.source, allow_stdin=True, stop_on_error=False)
        outputs = asyncio.create_task(self._collect(request, cell))
        reply = asyncio.create_task(self._await_reply(request, cell))
        typing = asyncio.create_task(self._type(request))
        try:
            while not reply.done():
                await asyncio.wait((reply,), timeout=ALIVE_PERIOD_S)
                if not self._kernel.alive():
                    return False
            await asyncio.wait((outputs,), timeout=OUTPUT_GRACE_S)
            return True
        finally:
            await ended((outputs, reply, typing))

    async def _collect(self, request: str, cell: Any) -> None:
        """Take what belongs to `request` until the kernel says that it is idle again."""
        while True:
            message = await next_message(self._kernel.client.iopub_channel, timeout_s=None)
            if message is None or message["parent_header"].get("msg_id") != request:
                continue
            kind, content = str(message["header"].get("msg_type")), message["content"]
            if kind == "status" and content.get("execution_state") == "idle":
                return
            if kind == "execute_input":
                cell.execution_count = whole(content.get("execution_count"))
            self._display.take(kind, content)

    async def _type(self, request: str) -> None:
        """Answer what the cell asks its user."""
        while True:
            message = await next_message(self._kernel.client.stdin_channel, timeout_s=None)
            if message is not None and message["parent_header"].get("msg_id") == request:
                asked, secret = (
                    message["content"].get("prompt"),
                    bool(message["content"].get("password")),
                )
                answer = self._answers.answer(str(asked)[:MAX_PROMPT_CHARS], secret=secret)
                try:
                    self._kernel.client.input(answer)
                except zmq.Again:  # a thousand answers lie there unread: who asks does not want any
                    return

    async def _await_reply(self, request: str, cell: Any) -> None:
        while True:
            message = await next_message(self._kernel.client.shell_channel, timeout_s=None)
            if message is not None and message["parent_header"].get("msg_id") == request:
                content = message["content"]
                cell.execution_count = whole(content.get("execution_count")) or cell.execution_count
                if content.get("status") == "error":
                    self._refusal = (str(content.get("ename"))[:200], str(content.get("evalue")))
                return


def _can_run(cell: Any) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip())


def _cell_run(
    cell: Any, place: int, wall_s: float, *, timed_out: bool, alive: bool, refusal: tuple[str, str]
) -> CellRun:
    """`refusal` is the name and the message of the error that the kernel answered with: IPython
    shows no traceback of its own (`%%unknown`), and a program that ends itself in order has not
    failed.
    """
    if refusal in ENDED_IN_ORDER:
        refusal, cell.outputs = (
            ("", ""),
            [output for output in cell.outputs if output.get("ename") != "SystemExit"],
        )
    error = next((output for output in cell.outputs if output.output_type == "error"), None)
    outcome: CellOutcome = (
        "timeout" if timed_out else "error" if error or refusal[0] or not alive else "ok"
    )
    name = message = trace = ""
    if error is not None:
        name, message = error.ename, without_escapes(error.evalue)[:2000]
        trace = without_escapes("\n".join(error.traceback))[-MAX_TRACEBACK_CHARS:]
    elif refusal[0]:
        name, message = refusal[0], without_escapes(refusal[1])[:2000]
    elif not alive:
        name = KERNEL_DIED
    return CellRun(place, cell.get("execution_count"), outcome, wall_s, name, message, trace)


def written(notebook: Any) -> str:
    """The executed notebook as a file."""
    return str(nbformat.writes(notebook))
