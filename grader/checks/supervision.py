"""When may a training run be cut short, because its findings can no longer change?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from grader.checks.agreement import compare_with_log, saved_log, tail_is_plausible
from grader.model.assignment import Assignment
from grader.model.evidence import RoleMatch, TrainingRun
from grader.model.policy import TrainingPolicy
from grader.model.recording import CompileInfo, EpochFinished, FitFinished, FitStarted, ModelInfo
from grader.model.reference import Reference, RoleReference
from grader.model.supervision import EpochVerdict

HELD_EPOCHS = 3
"""`decisive`: for how many epochs in a row the threshold must be met by its margin."""

MARGIN_SHARE = 0.25
"""`decisive`: by which part of the way from the band's low end to its median the threshold must be met."""

MatchRole = Callable[[ModelInfo, CompileInfo], RoleMatch | None]


@dataclass(slots=True)
class _Watched:
    """A run that is training now."""

    started: FitStarted
    match: RoleMatch | None
    history: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    held: int = 0


class PolicySupervisor:
    """Applies the policy to every run of one notebook.

    `full` never stops a run. `verify` stops it once its first epochs followed the saved log, and is `decisive` where
    they did not. `decisive` stops it once the threshold is met by a margin and has held, or the loss is lost.
    """

    def __init__(
        self,
        policy: TrainingPolicy,
        assignment: Assignment,
        reference: Reference,
        *,
        match_role: MatchRole,
        claimed_runs: Mapping[str, TrainingRun],
    ) -> None:
        """`claimed_runs` holds, by role, the runs that the notebook as handed in shows."""
        self._policy = policy
        self._assignment = assignment
        self._reference = reference
        self._match_role = match_role
        self._claimed = claimed_runs
        self._watched: dict[int, _Watched] = {}

    def fit_started(self, event: FitStarted) -> None:
        """Find out which role the run answers."""
        self._watched[event.run] = _Watched(event, self._match_role(event.model, event.compiled))

    def epoch_finished(self, event: EpochFinished) -> EpochVerdict:
        """Say whether the run goes on."""
        watched = self._watched.get(event.run)
        if watched is None or self._policy == "full":
            return "continue"
        for metric, value in event.logs.items():
            watched.history[metric].append(value)
        role = self._reference.roles.get(watched.match.role) if watched.match else None
        if role is None or watched.match is None:
            return "continue"
        if self._policy == "verify" and self._follows_saved_log(watched, watched.match, role):
            return "stop"
        return "stop" if self._decided(watched, role) else "continue"

    def fit_finished(self, event: FitFinished) -> None:
        """Forget the run."""
        self._watched.pop(event.run, None)

    def _follows_saved_log(self, watched: _Watched, match: RoleMatch, role: RoleReference) -> bool:
        done = max(map(len, watched.history.values()), default=0)
        claimed = self._claimed.get(match.role)
        if claimed is None or done != self._assignment.roles[match.role].verify_epochs:
            return False
        log = saved_log(claimed)
        if log is None or claimed.claimed("val_accuracy") is None or _reaches_end(watched, done):
            return False
        run = replace(claimed, history={metric: tuple(values) for metric, values in watched.history.items()})
        return compare_with_log(run, log, role).holds and tail_is_plausible(log, role, after=done)

    def _decided(self, watched: _Watched, role: RoleReference) -> bool:
        losses = watched.history.get("loss", [])
        if losses and not math.isfinite(losses[-1]):
            return True
        accuracies = watched.history.get("val_accuracy", [])
        if not accuracies:
            return False
        band = role.final["val_accuracy"]
        margin = MARGIN_SHARE * (band.median - band.low)
        watched.held = watched.held + 1 if accuracies[-1] >= band.low + margin else 0
        return watched.held >= HELD_EPOCHS


def _reaches_end(watched: _Watched, done: int) -> bool:
    """Whether the run is over anyway; then nothing is cut short."""
    return done >= watched.started.epochs - watched.started.initial_epoch
