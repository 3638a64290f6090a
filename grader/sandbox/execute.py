"""How are the cells of a notebook run, one after another, whatever they do?"""

from __future__ import annotations

import asyncio
import contextlib
import re
import time
from collections.abc import Callable
from typing import Any

import nbformat
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from grader.model.recording import CellOutcome, CellRun
from grader.model.submission import Notebook
from grader.sandbox.watchdog import Watchdog

READY_TIMEOUT_S = 60
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
MAX_TRACEBACK_CHARS = 20_000
KEPT_OUTPUTS = 2_000
"""Outputs of one cell that are kept."""

NEW_CELL = {"code": new_code_cell, "markdown": new_markdown_cell, "raw": new_raw_cell}


def as_nbformat(notebook: Notebook) -> Any:
    """The notebook without outputs, in the form that nbclient runs."""
    cells = [NEW_CELL[cell.kind](source=cell.source, id=f"cell-{cell.index:05d}") for cell in notebook.cells]
    return new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})


class Executor:
    """Runs the cells in a kernel that is started, and notes how each fared."""

    def __init__(self, notebook: Any, manager: AsyncKernelManager, watchdog: Watchdog) -> None:
        """Take the notebook (it receives the outputs), the kernel's manager, and who watches."""
        self.runs: list[CellRun] = []
        self._client = _Client(notebook, manager, watchdog)
        self._notebook, self._manager, self._watchdog = notebook, manager, watchdog

    async def run(self, on_cell: Callable[[int, int], None]) -> bool:
        """Run every code cell; return whether the kernel lived to the end."""
        waiting = [place for place, cell in enumerate(self._notebook.cells) if _can_run(cell)]
        channels = self._manager.client()
        channels.start_channels()
        try:
            with contextlib.suppress(RuntimeError):
                await channels.wait_for_ready(timeout=READY_TIMEOUT_S)
            self._client.kc = channels
            for done, place in enumerate(waiting):
                on_cell(done, len(waiting))
                if not await self._run_cell(place):
                    self._skip(waiting[done + 1 :])
                    return False
            on_cell(len(waiting), len(waiting))
            return True
        finally:
            channels.stop_channels()

    async def _run_cell(self, place: int) -> bool:
        cell, started = self._notebook.cells[place], time.monotonic()
        self._watchdog.begin(place)
        alive = True
        try:
            await self._client.async_execute_cell(cell, place)
        except DeadKernelError:
            alive = False
        finally:
            timed_out = self._watchdog.cell_timed_out
            self._watchdog.end()
        self.runs.append(_fared(cell, place, time.monotonic() - started, timed_out=timed_out, alive=alive))
        return alive

    def _skip(self, places: list[int]) -> None:
        self.runs += [CellRun(place, None, "not_run") for place in places]


class _Client(NotebookClient):  # type: ignore[misc]
    """Counts what is displayed, and keeps a bounded part of it."""

    def __init__(self, notebook: Any, manager: AsyncKernelManager, watchdog: Watchdog) -> None:
        super().__init__(notebook, km=manager, allow_errors=True, timeout=None, iopub_timeout=10, record_timing=False)
        self._watchdog = watchdog
        self.log.disabled = True

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        """Take one message of the kernel's."""
        content = msg["content"]
        self._watchdog.saw_output(_size(content))
        if len(cell.outputs) > KEPT_OUTPUTS and msg["msg_type"] in ("display_data", "execute_result", "stream"):
            return None
        return super().process_message(msg, cell, cell_index)


def _size(content: Any) -> int:
    """Characters in the texts of a message."""
    if isinstance(content, str):
        return len(content)
    if isinstance(content, dict):
        return sum(map(_size, content.values()))
    return sum(map(_size, content)) if isinstance(content, list) else 8


def _can_run(cell: Any) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip())


def _fared(cell: Any, place: int, wall_s: float, *, timed_out: bool, alive: bool) -> CellRun:
    error = next((output for output in cell.outputs if output.output_type == "error"), None)
    outcome: CellOutcome = "timeout" if timed_out else "error" if error or not alive else "ok"
    name = message = trace = ""
    if error is not None:
        name, message = str(error.ename)[:200], ESCAPES.sub("", str(error.evalue))[:2000]
        trace = ESCAPES.sub("", "\n".join(map(str, error.traceback)))[-MAX_TRACEBACK_CHARS:]
    elif not alive:
        name = "KernelDied"
    return CellRun(place, cell.get("execution_count"), outcome, wall_s, name, message, trace)


def written(notebook: Any) -> str:
    """The executed notebook as a file."""
    return str(nbformat.writes(notebook))


async def cancelled(task: asyncio.Task[None]) -> None:
    """Cancel a task and wait for its end."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
