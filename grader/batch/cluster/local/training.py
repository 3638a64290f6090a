"""Has the workers of this machine train by the processes of the one that started them.

Each of them would start a process that imports TensorFlow for four seconds of a core. The owner
(`SharedTrainer`) listens at a socket in a folder that nobody else's programs can enter; who borrows
(`BorrowedTrainer`) connects for each training, which the borrower's own core stands still for.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Literal

from grader.host.listening import LocalListener, short_folder
from grader.model.training import TrainedModel, TrainingJob
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.training.process.trainer import ALLOWED_S, TrainerFailed
from grader.training.trainings import Trains

TrainingAnswer = tuple[Literal["trained", "refused", "failed"], TrainedModel | str]


class SharedTrainer(LocalListener):
    """The owner's end: trains what other processes ask for."""

    def __init__(self, trains: Trains) -> None:
        """Take what trains; nobody can ask yet."""
        super().__init__(short_folder() / "trainer", socket.SOCK_STREAM)
        self._trains = trains

    def serve(self, borrower: socket.socket) -> None:
        """Train one job; a borrower that is gone by then hears nothing."""
        with suppress(OSError, EOFError), Connection(borrower.detach()) as connection:
            job, given = connection.recv()
            connection.send(self._answer(job, given))

    def _answer(self, job: TrainingJob, given: dict[str, Any]) -> TrainingAnswer:
        try:
            return "trained", self._trains.train(job, **given)
        except TrainerFailed as failure:
            return "failed", str(failure)
        except ModelRefused as refusal:
            return "refused", str(refusal)
        except Exception as error:  # noqa: BLE001 - raised again where the hand-in is graded
            return "failed", f"{type(error).__name__}: {error}"


class BorrowedTrainer:
    """The borrower's end: trains by what another process owns. Threads share it."""

    def __init__(self, place: Path, own: Trains) -> None:
        """Take where the owner listens, and what would train here, which is never started."""
        self._place, self._own = place, own

    def train(
        self,
        job: TrainingJob,
        *,
        earlier: TrainedModel | None = None,
        first_epochs: TrainedModel | None = None,
        all_states: bool = False,
        allowed_s: float = ALLOWED_S,
    ) -> TrainedModel:
        """What the job comes to, or its first epochs. Raises ModelRefused."""
        given = {
            "earlier": earlier,
            "first_epochs": first_epochs,
            "all_states": all_states,
            "allowed_s": allowed_s,
        }
        try:
            kind, came = self._asked(job, given)
        except (OSError, EOFError):
            raise TrainerFailed("the process that trains for this machine is gone") from None
        if isinstance(came, TrainedModel):
            return came
        raise (TrainerFailed if kind == "failed" else ModelRefused)(came)

    def close(self) -> None:
        """Ask for nothing more; the owner ends what trains."""
        self._own.close()

    def _asked(self, job: TrainingJob, given: dict[str, Any]) -> TrainingAnswer:
        asking = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        with asking:
            asking.connect(str(self._place))
            with Connection(asking.detach()) as connection:
                connection.send((job, given))
                answer: TrainingAnswer = connection.recv()
                return answer
