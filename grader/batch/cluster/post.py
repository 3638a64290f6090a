"""Hands tasks to dask, and brings back what they come to and what workers say, as it comes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Any

from distributed import Client, Future, KilledWorker

from grader.batch.cluster.requests import WorkerFault
from grader.batch.cluster.worker import GradesHandIns
from grader.errors import GraderError

GATHER_S = 60.0
"""How long a result may take to come from its worker, which may have been lost meanwhile."""
LOOK_AGAIN_S = 0.2
THREADS = 8
Said = dict[str, Any]
"""What a worker says: `what`, and more."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a task came to."""

    future: Future[Any]
    value: Any
    """None where it failed."""
    failure: str
    """Why there is no value; empty where there is one."""
    worker: str = ""
    """Address of the one that failed over it, where that is known."""
    lost_worker: bool = False
    """Whether its worker was lost, which says nothing yet of the task: it may have waited there."""
    lost_scheduler: bool = False
    hint: str | None = None
    """What an operator does about a worker that can grade nothing of this batch."""


class Post:
    """The way between this process and a cluster. One thread takes what comes."""

    def __init__(
        self, client: Client, plugin: GradesHandIns, *, on_said: Callable[[Said], bool]
    ) -> None:
        """Take what every worker has to have, and whose name its words go by; `on_said` hears them
        at once, in another thread, and tells whether that was all: what it leaves comes with the
        rest.
        """
        self._client, self._plugin, self._on_said = client, plugin, on_said
        self._news: SimpleQueue[Outcome | Said] = SimpleQueue()
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="grader-post")

    def begin(self, within_s: float) -> None:
        """Bring the plugin to the workers, and listen: a scheduler that has taken another's place
        knows nothing of either. Raises GraderError where none is reached in time.
        """
        give_up = time.monotonic() + within_s
        while self._client.status in ("running", "connecting"):
            with suppress(OSError, TimeoutError):  # it was lost on the way, once more
                if self._client.status == "running":
                    self._client.register_plugin(self._plugin)
                    self._client.subscribe_topic(self._plugin.name, self._heard)
                    return
            if time.monotonic() > give_up:
                break
            time.sleep(LOOK_AGAIN_S)
        raise scheduler_lost()

    def send(self, function: Callable[..., Any], *arguments: Any, **how: Any) -> Future[Any]:
        """Have a function called on a worker; `how` as for dask's `submit`.

        Raises GraderError where the cluster is gone.
        """
        self._require_cluster()
        return self._awaited(self._client.submit(function, *arguments, pure=False, **how))

    def send_several(
        self,
        function: Callable[[str, Any], Any],
        plugin: str,
        parcels: Sequence[Any],
        *,
        keys: list[str],
        **how: Any,
    ) -> list[Future[Any]]:
        """Have a function called for the plugin with each of the parcels, the first one first.

        Raises GraderError where the cluster is gone.
        """
        self._require_cluster()
        plugins = [plugin] * len(parcels)
        futures = self._client.map(function, plugins, parcels, key=keys, pure=False, **how)
        return [self._awaited(future) for future in futures]

    def next(self, within_s: float) -> Outcome | Said | None:
        """Wait for what comes next; None where nothing does in that time."""
        with suppress(Empty):
            return self._news.get(timeout=within_s)
        return None

    def tell(self, worker: str, function: Callable[..., Any], *arguments: Any) -> None:
        """Call a function on one worker beside its tasks, without waiting; a worker that is gone
        hears nothing.
        """
        self._in_background(self._tell, worker, function, *arguments)

    def workers(self) -> dict[str, dict[str, Any]]:
        """What each worker offers, by its address; nothing where the scheduler doesn't answer."""
        with suppress(OSError, TimeoutError):
            said: dict[str, Any] = self._client.scheduler_info(n_workers=-1)["workers"]
            return {where: one["resources"] for where, one in said.items()}
        return {}

    def put_away(self, futures: Sequence[Future[Any]]) -> None:
        """Wait for nothing more, and leave nothing on the cluster."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        with suppress(Exception):  # a cluster that is gone has nothing to be put away
            self._client.cancel(list(futures))
            self._client.unregister_worker_plugin(self._plugin.name)

    def _require_cluster(self) -> None:
        if self._client.status == "closed":
            raise scheduler_lost()

    def _awaited(self, future: Future[Any]) -> Future[Any]:
        future.add_done_callback(lambda done: self._in_background(self._gather, done))
        return future

    def _heard(self, event: tuple[float, Said]) -> None:
        said = event[1]
        if not self._on_said(said):
            self._news.put(said)

    def _in_background(self, work: Callable[..., None], *arguments: Any) -> None:
        with suppress(RuntimeError):  # it was closed meanwhile
            self._pool.submit(work, *arguments)

    def _gather(self, future: Future[Any]) -> None:
        """In a thread: a result whose worker is lost on the way is not waited for by others."""
        self._news.put(_outcome(future))

    def _tell(self, worker: str, function: Callable[..., Any], *arguments: Any) -> None:
        with suppress(Exception):
            self._client.run(function, *arguments, workers=[worker], on_error="ignore")


def scheduler_lost() -> GraderError:
    """What to say when no scheduler takes the place of one that was lost."""
    return GraderError(
        "the cluster was lost while hand-ins were graded",
        hint="what came back is kept; the same command goes on from there",
    )


def _outcome(future: Future[Any]) -> Outcome:
    try:
        return Outcome(future, future.result(timeout=GATHER_S), "")
    except KilledWorker as error:
        where = error.last_worker.address
        why = f"the worker that was at it was lost ({where})"
        return Outcome(future, None, why, where, lost_worker=True)
    except WorkerFault as fault:
        return Outcome(future, None, fault.why, fault.worker, hint=fault.hint)
    except TimeoutError:
        return Outcome(future, None, "its worker was lost before the result came")
    except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - whatever dask raises
        lost_scheduler = bool(future.cancelled())
        why = "the scheduler was lost" if lost_scheduler else f"{type(error).__name__}: {error}"
        return Outcome(future, None, why, lost_scheduler=lost_scheduler)
