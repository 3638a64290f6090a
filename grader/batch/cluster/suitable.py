"""Keeps in mind which workers of a cluster may get hand-ins of a class, and says where none may."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from grader.batch.cluster.worker import same_program

FAULTY_S = 60.0
"""How long a worker that failed over a hand-in gets no other where there are better ones."""


class SuitableWorkers:
    """What is known of a cluster's workers. One thread calls."""

    def __init__(self, offered: Callable[[], Mapping[str, Mapping[str, Any]]]) -> None:
        """Take what tells what each worker offers, by its address; nothing is known of any yet."""
        self._offered = offered
        self._faulty: dict[str, float] = {}
        """Addresses of workers that failed over a hand-in, and when they last did."""
        self._unfit: set[str] = set()
        """Addresses of workers that can grade nothing of this class."""
        self._missed = False

    def failed(self, worker: str) -> None:
        """It failed over a hand-in: its disk is full, say."""
        self._faulty[worker] = time.monotonic()

    def cannot_grade(self, worker: str) -> bool:
        """It can grade nothing of this class; returns whether there is no other worker."""
        self._unfit.add(worker)
        return self._unfit.issuperset(self._alike())

    def is_known_to_fail(self, worker: str) -> bool:
        """Whether it failed before, and there are better ones."""
        return (worker in self._faulty or worker in self._unfit) and bool(self.preference())

    def preference(self) -> dict[str, Any]:
        """For workers that have not failed over a hand-in lately, as dask takes it: one with a full
        disk is done with each in no time, and would get them all.
        """
        now = time.monotonic()
        faulty = {one for one, when in self._faulty.items() if now - when < FAULTY_S} | self._unfit
        if not faulty:
            return {}
        sound = [where for where in self._alike() if where not in faulty]
        return {"workers": sound, "allow_other_workers": True} if sound else {}

    def missed(self) -> str:
        """What hand-ins wait for where no worker may get one, said once until one may; else
        nothing.
        """
        offered = self._offered()
        before, self._missed = self._missed, not _alike(offered)
        if before or not self._missed:
            return ""
        if not offered:
            return "no worker has joined the cluster; hand-ins wait for one (`grader worker`)"
        return (
            f"no worker of the cluster has the versions of this machine, {len(offered)} have "
            f"others; hand-ins wait for one that has (`grader cluster status` names them)"
        )

    def _alike(self) -> list[str]:
        return _alike(self._offered())


def _alike(offered: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Addresses of those that have this machine's versions."""
    return [where for where, resources in offered.items() if same_program() in resources]
