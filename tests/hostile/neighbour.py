"""A notebook that means no harm and runs beside attacks: one kernel, one cell beside each."""

import queue
import threading
from typing import Self

from tests.sandbox.notebooks import Ran, run

PATIENCE_S = 300
LOOK_AGAIN_S = 1.0
CELL = "x = {number} * 7\nprint(x)"


class Neighbour:
    """It waits before each of its cells until somebody asks for it."""

    def __init__(self, cells: int) -> None:
        """Nothing runs yet."""
        self._cells = cells
        self._go: queue.SimpleQueue[None] = queue.SimpleQueue()
        self._finished: queue.SimpleQueue[int] = queue.SimpleQueue()
        self._ran: list[Ran] = []
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        self.wait()  # until the kernel is there
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def begin(self) -> None:
        """Let it run its next cell."""
        self._go.put(None)

    def wait(self) -> None:
        """Wait for the end of that cell."""
        for _ in range(int(PATIENCE_S / LOOK_AGAIN_S)):
            try:
                self._finished.get(timeout=LOOK_AGAIN_S)
            except queue.Empty:
                assert self._thread.is_alive(), "it was ended"
            else:
                return
        raise AssertionError("it hangs")

    def end(self) -> Ran:
        """Let it run what is left; what all of it gave."""
        for _ in range(self._cells):
            self.begin()
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive(), "it hangs"
        return self._ran[0]

    def _run(self) -> None:
        cells = [CELL.format(number=number) for number in range(self._cells)]
        self._ran.append(run(*cells, on_cell=self._before, notebook_timeout_s=10 * 3600))

    def _before(self, done: int, cells: int) -> None:
        self._finished.put(done)
        if done < cells:
            self._go.get()
