"""Works off tasks on several slots at once."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from queue import SimpleQueue
from typing import Generic, TypeVar

from grader.scheduling.memory import Admission
from grader.scheduling.slots import Slot
from grader.scheduling.turns import CoreTurns, TurnKind

LOOK_AGAIN_S = 2.0
"""After how long a task that memory held back is tried again."""
END_TIMEOUT_S = 30
"""How long a slot may take to put away its tools."""
BEGUN_PER_SLOT = 3
"""So many tasks for each slot are begun at a time, where most of them wait."""

Work = TypeVar("Work")
Done = TypeVar("Done")
Tools = TypeVar("Tools")


class Workers(Generic[Work, Done, Tools]):
    """One thread a slot; each takes the next task as soon as it is free and memory allows it. Where
    a task waits for long and lends its core, another one is begun beside it.

    No ThreadPoolExecutor: its threads can't put away what they opened, ask for memory before a
    task, or be left behind when the program ends (it joins them, and a notebook may run for hours).
    """

    def __init__(
        self,
        slots: Iterable[Slot],
        *,
        tools: Callable[[Slot], AbstractContextManager[Tools]],
        work: Callable[[Work, Tools], Done],
        admission: Admission,
        turns: CoreTurns | None = None,
    ) -> None:
        """`tools` opens what a slot keeps from task to task; `work` does one task with it, in the
        slot's thread. `turns` has a core for each slot; tasks may lend theirs.
        """
        self._slots = tuple(slots)
        self._tools, self._work, self._admission = tools, work, admission
        self._turns = turns or CoreTurns(len(self._slots))
        self._turns.on_lent = self._one_waits
        self._waiting: deque[Work] = deque()
        self._running = self._idle = 0
        self._free = threading.Condition()
        self._stopping = False
        self._threads: list[threading.Thread] = []
        self._came: SimpleQueue[tuple[Done | None, BaseException | None]] = SimpleQueue()

    def run(self, tasks: Iterable[Work]) -> Iterator[Done]:
        """Yield what comes of the tasks, as it comes; they are begun in the order given.

        The first error of a task is raised here. Whoever stops listening, or gets the error, has to
        call `stop`.
        """
        self._waiting.extend(tasks)
        expected = len(self._waiting)
        for slot in self._slots[:expected]:
            self._start(slot)
        for _ in range(expected):
            done, error = self._came.get()
            if error is not None:
                raise error
            yield done  # type: ignore[misc]
        for thread in self._threads:
            thread.join(END_TIMEOUT_S)

    def stop(self) -> None:
        """Begin nothing more."""
        with self._free:
            self._stopping = True
            self._waiting.clear()
            self._free.notify_all()

    @property
    def busy(self) -> bool:
        """Whether a slot has not put away its tools yet."""
        return any(thread.is_alive() for thread in self._threads)

    @property
    def stopping(self) -> bool:
        """Whether what is finished now must be thrown away: it was cut off."""
        return self._stopping

    def _start(self, slot: Slot) -> None:
        name = f"grader-slot-{slot.number}"
        thread = threading.Thread(target=self._serve, args=(slot,), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _one_waits(self) -> None:
        """Have a further thread for the core that was lent, where no other stands ready and a task
        is left. It may use all cores: which of them is free, nobody knows beforehand.
        """
        with self._free:
            begun = len(self._threads)
            if self._idle or not self._waiting or begun >= BEGUN_PER_SLOT * len(self._slots):
                return
            cores = sorted({core for slot in self._slots for core in slot.cores})
            self._start(Slot(begun, tuple(cores)))

    def _serve(self, slot: Slot) -> None:
        try:
            slot.bind_this_thread()
            with self._tools(slot) as tools:
                while self._may_begin():
                    with self._turns.held(TurnKind.NEW):
                        self._do_next(tools)
        except BaseException as error:  # noqa: BLE001 - raised again where the results are awaited
            self._came.put((None, error))

    def _may_begin(self) -> bool:
        """Wait until memory allows for one more task; whether there is one."""
        with self._free:
            self._idle += 1
            while self._waiting and not self._admission.admits(self._running):
                self._free.wait(LOOK_AGAIN_S)
            self._running += bool(self._waiting)
            return bool(self._waiting)

    def _do_next(self, tools: Tools) -> None:
        try:
            with self._free:
                self._idle -= 1
                task = self._waiting.popleft() if self._waiting else None
            if task is not None:
                self._came.put((self._work(task, tools), None))
        finally:
            self._finished_one()

    def _finished_one(self) -> None:
        with self._free:
            self._running -= 1
            self._free.notify_all()
