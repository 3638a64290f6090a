"""What may happen to a cluster, as functions that let it happen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from benchmarks.cluster.batch import Batch
from benchmarks.cluster.loopback import Cluster

DROP_S = 30.0


@dataclass(frozen=True)
class Fault:
    """Something that happens to a cluster."""

    title: str
    happens: Callable[[Cluster, Batch], bool]
    """Lets it happen to a batch that is under way; whether it did."""
    kill: bool = False
    """Whether it is one of those that are tried at many moments."""
    cluster: dict[str, bool] = field(default_factory=dict)
    """How the cluster is started for it; then the first worker has to have had a hand-in."""


def end_worker(cluster: Cluster, batch: Batch) -> bool:
    """Its nanny starts another."""
    del batch
    return cluster.kill_a_worker()


def end_machine(cluster: Cluster, batch: Batch) -> bool:
    """The worker and its nanny, as when its machine is lost."""
    del batch
    return cluster.kill_a_machine()


def end_scheduler(cluster: Cluster, batch: Batch) -> bool:
    """And start one at the same address, as a service manager would."""
    del batch
    cluster.kill_scheduler()
    cluster.start_scheduler()
    return True


def end_batch(cluster: Cluster, batch: Batch) -> bool:
    """Nobody starts it again but the person who gives the command once more."""
    del cluster
    batch.kill()
    return True


def hang(cluster: Cluster, batch: Batch) -> bool:
    """Until the scheduler has it restarted."""
    del batch
    return cluster.stop_a_worker()


def drop(cluster: Cluster, batch: Batch) -> bool:
    """No byte passes between the scheduler and a worker, nor to the batch."""
    cluster.drop_network(DROP_S)
    return batch.is_running()


def join_and_leave(cluster: Cluster, batch: Batch) -> bool:
    """As an adaptive cluster does: one leaves when another has joined."""
    cluster.start_worker()
    cluster.wait_for_workers()
    running = batch.is_running()
    cluster.end_a_worker()
    return running


def nothing(cluster: Cluster, batch: Batch) -> bool:
    """It was so from the beginning."""
    del cluster, batch
    return True


FAULTS = {
    "worker": Fault("`kill -9` of a worker", end_worker, kill=True),
    "machine": Fault("`kill -9` of a worker and its nanny", end_machine, kill=True),
    "scheduler": Fault("`kill -9` of the scheduler", end_scheduler, kill=True),
    "batch": Fault("`kill -9` of the submitting process", end_batch, kill=True),
    "hang": Fault("a worker hangs (`SIGSTOP`)", hang),
    "network": Fault(f"the network drops for {DROP_S:.0f} s", drop, cluster={"relayed": True}),
    "adaptive": Fault("a worker joins, another leaves", join_and_leave),
    "disk": Fault("a worker's disk is full", nothing, cluster={"full_disk": True}),
    "clock": Fault("a worker's clock is an hour ahead", nothing, cluster={"clock_ahead": True}),
}
