"""Names what travels between the machine that submits and its workers: plain records and bytes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from grader.batch.tasks import MAX_BYTES, Task
from grader.model.audience import Readers
from grader.model.hand_in import HandIn
from grader.model.policy import Policy
from grader.store import BatchFolder, Key, readers_of


@dataclass(frozen=True, slots=True)
class GradingRequest:
    """One hand-in that a worker is to grade, with the names of its files, not yet their content."""

    hand_in: HandIn
    key: Key
    content: str
    """Digest of what the notebook says."""
    readers: Readers
    """Of the reports."""
    reports: bool
    """Whether any are made."""
    pdf: bool


@dataclass(frozen=True, slots=True)
class RequestParcel:
    """A request as it travels."""

    request: bytes
    """JSON."""
    files: tuple[bytes, ...]
    """Content of the notebook, and of the files that it finds beside it."""

    @property
    def size(self) -> int:
        """Bytes."""
        return len(self.request) + sum(map(len, self.files))


@dataclass(frozen=True, slots=True)
class GradedParcel:
    """What comes back."""

    folder: bytes
    """The graded folder, packed; empty where it lies on this machine."""
    unrendered: str
    """Why the reports could not be rendered; empty where they were."""
    undrawn: tuple[str, ...]
    """Scripts in the PDF that no font of the worker can draw."""
    worker: str
    """Its name."""
    seconds: float
    """How long the worker was at it."""
    place: str = ""
    """Path of the graded folder, where the worker is on the machine that submits."""


class WorkerFault(Exception):  # noqa: N818 - what it says is the name
    """A worker failed over a hand-in, through no fault of that: its disk is full, say."""

    def __init__(self, worker: str, why: str, hint: str | None = None) -> None:
        """Take its address, and the reason; a `hint` what an operator does about it, where it could
        grade no other hand-in of the batch either.
        """
        super().__init__(worker, why, hint)
        self.worker, self.why, self.hint = worker, why, hint


_REQUEST = TypeAdapter(GradingRequest)
_POLICY = TypeAdapter(Policy)


def sent(task: Task, *, reports: bool, pdf: bool) -> RequestParcel:
    """Put the first hand-in of a task into bytes. Raises OSError where a file can't be read."""
    first = task.items[0]
    readers = readers_of(BatchFolder(first.folder.batch))
    request = GradingRequest(first.hand_in, first.key, task.content, readers, reports, pdf)
    return RequestParcel(_REQUEST.dump_json(request), tuple(map(_content, _files(first.hand_in))))


def received(parcel: RequestParcel, folder: Path) -> GradingRequest:
    """Read a request, its files laid into `folder` under names of our own."""
    request = _REQUEST.validate_json(parcel.request)
    places = []
    for number, content in enumerate(parcel.files):
        place = folder / f"{number}.ipynb" if number == 0 else folder / str(number)
        place.write_bytes(content)
        places.append(place)
    if request.hand_in.notebook is None:
        return request
    notebook, *visible = places
    names = (name for _, name in request.hand_in.visible)
    laid = tuple(zip(visible, names, strict=True))
    return replace(request, hand_in=replace(request.hand_in, notebook=notebook, visible=laid))


def policy_json(policy: Policy) -> bytes:
    """The policy as it travels."""
    return _POLICY.dump_json(policy)


def policy_of(content: bytes) -> Policy:
    """The policy that `policy_json` wrote."""
    return _POLICY.validate_json(content)


def _files(hand_in: HandIn) -> list[Path]:
    if hand_in.notebook is None:
        return []
    return [hand_in.notebook, *(path for path, _ in hand_in.visible)]


def _content(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(MAX_BYTES)
