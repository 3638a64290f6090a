"""Says what a cluster has: its workers, their slots, what runs where and what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from grader.batch.cluster.connection import ClusterAddress, client_of, scheduler_address
from grader.batch.cluster.trainings.asking import TRAINING
from grader.batch.cluster.worker import GRAPHICS, MEMORY, SLOT, hand_in_folder, same_program


@dataclass(frozen=True, slots=True)
class WorkerStatus:
    """One worker."""

    name: str
    address: str
    slots: int
    memory_gib: float
    graphics: int
    running: tuple[str, ...]
    """Folders of the hand-ins that it has, and trainings."""
    alike: bool
    """Whether its program and libraries have the versions of this machine; another gets nothing."""


@dataclass(frozen=True, slots=True)
class ClusterStatus:
    """A cluster at one moment."""

    address: str
    workers: tuple[WorkerStatus, ...]
    waiting: int
    """Hand-ins that no worker has yet."""


def cluster_status(address: ClusterAddress) -> ClusterStatus:
    """Ask the scheduler. Raises GraderError where it can't be reached."""
    with client_of(address) as client:
        workers: dict[str, Any] = client.scheduler_info(n_workers=-1)["workers"]
        processing: dict[str, Any] = client.processing()
        names = {key for keys in processing.values() for key in map(str, keys)}
        known = client.run_on_scheduler(_waiting)
        return ClusterStatus(
            scheduler_address(address.cluster),
            tuple(_worker(where, one, processing.get(where, ())) for where, one in workers.items()),
            len(set(known) - names),
        )


def _waiting(dask_scheduler: Any) -> list[str]:
    return [
        str(task.key)
        for task in dask_scheduler.tasks.values()
        if task.state in ("queued", "no-worker", "waiting") and str(task.key).startswith("hand-in-")
    ]


def _shown(key: str) -> str:
    """A training by the beginning of its digest, a hand-in by its folder."""
    if key.startswith(TRAINING):
        return f"training {key.removeprefix(TRAINING)[:12]}"
    return hand_in_folder(key)


def _worker(address: str, said: dict[str, Any], keys: Any) -> WorkerStatus:
    offered = said.get("resources", {})
    return WorkerStatus(
        str(said["name"]),
        address,
        int(offered.get(SLOT, 0)),
        float(offered.get(MEMORY, 0.0)),
        int(offered.get(GRAPHICS, 0)),
        tuple(map(_shown, map(str, keys))),
        same_program() in offered,
    )
