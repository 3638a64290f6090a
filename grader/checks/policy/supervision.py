"""Cuts training runs short, as the policy asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from grader.checks.policy.belief import follows_saved_log, goes_on_as_it_began
from grader.checks.policy.decisive import Stakes, decided
from grader.checks.run import CHECKS
from grader.model.assignment import Assignment
from grader.model.descriptions import CompileInfo, ModelInfo
from grader.model.events import EpochFinished, FitFinished, FitStarted
from grader.model.events.asked import TrainingAsked
from grader.model.evidence import RoleMatch, TrainingRun
from grader.model.policy import TrainingPolicy
from grader.model.recording import StopReason, TrainingStop
from grader.model.reference import Reference, RoleReference
from grader.model.supervision import EpochAnswer
from grader.model.training import TrainedModel

LOOKED_AT_EVERY_EPOCH = 2_000
"""A training of more epochs is looked at less often the longer it is, since each look goes through
all of its epochs.
"""
METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")
"""What is decided by; a kernel may send any number of others."""

MatchRole = Callable[[ModelInfo, CompileInfo], RoleMatch | None]


@dataclass(frozen=True, slots=True)
class RunsKnown:
    """What evidence can tell of a run while it trains; handed in, for rooms don't import each
    other.
    """

    match_role: MatchRole
    claimed: Mapping[str, TrainingRun]
    """By role, the runs that the notebook as handed in shows."""
    reaching: Sequence[str] | None = None
    """What in the notebook's code could change how a training goes on; None where nobody looked."""
    metric_name: Callable[[str], str] = str
    """`val_acc` → `val_accuracy`."""


@dataclass(slots=True)
class _WatchedRun:
    """A run that is training now."""

    started: FitStarted
    match: RoleMatch | None
    history: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    epochs: int = 0
    """How many have ended."""

    def take(self, logs: Mapping[str, float], metric_name: Callable[[str], str]) -> None:
        """One more epoch has ended."""
        self.epochs += 1
        for metric, value in ((metric_name(name), value) for name, value in logs.items()):
            if metric in METRICS:
                self.history[metric].append(value)

    def is_due(self) -> bool:
        """Whether it is looked at after this epoch."""
        return self.epochs % (1 + self.epochs // LOOKED_AT_EVERY_EPOCH) == 0


class PolicySupervisor:
    """Applies the policy to every run of one notebook.

    `full` never stops a run. `verify` stops it once its first epochs followed the saved log, where
    nothing can change how it goes on, and is `decisive` elsewhere. `decisive` stops it once its
    findings can't change any more. With `only_note` no run is stopped, but `stops` tells where it
    would have been.
    """

    def __init__(
        self,
        policy: TrainingPolicy,
        assignment: Assignment,
        reference: Reference,
        *,
        known: RunsKnown,
        only_note: bool = False,
    ) -> None:
        """Take what the runs are judged by."""
        self._policy = policy
        self._assignment = assignment
        self._reference = reference
        self._known = known
        self._only_note = only_note
        self._watched: dict[int, _WatchedRun] = {}
        self._stops: dict[int, TrainingStop] = {}

    @property
    def stops(self) -> tuple[TrainingStop, ...]:
        """Where the policy ends runs, in that order."""
        return tuple(self._stops.values())

    @property
    def stopped(self) -> tuple[TrainingStop, ...]:
        """Where runs had to stop."""
        return () if self._only_note else self.stops

    def fit_started(self, event: FitStarted) -> None:
        """Find out which role the run answers."""
        self._watched[event.run] = _WatchedRun(
            event, self._known.match_role(event.model, event.compiled)
        )

    def training_asked(self, event: TrainingAsked) -> TrainedModel | str:
        """A policy only cuts short; who trains is for others to say."""
        del event
        return "nothing is trained outside of the kernel"

    def epoch_finished(self, event: EpochFinished) -> EpochAnswer:
        """Say whether the run goes on."""
        watched = self._watched.get(event.run)
        if watched is None or self._policy == "full":
            return "continue"
        if event.run in self._stops:
            return self._answer()
        watched.take(event.logs, self._known.metric_name)
        reason = self._reason_to_stop(watched) if watched.is_due() else None
        if reason is None:
            return "continue"
        self._stops[event.run] = TrainingStop(event.run, _epochs(watched), reason)
        return self._answer()

    def fit_finished(self, event: FitFinished) -> None:
        """Forget the run."""
        self._watched.pop(event.run, None)

    def _answer(self) -> EpochAnswer:
        return "continue" if self._only_note else "stop"

    def _reason_to_stop(self, watched: _WatchedRun) -> StopReason | None:
        role = self._reference.roles.get(watched.match.role) if watched.match else None
        if role is None or watched.match is None or role.role in self._roles_of_own_checks():
            return None
        if self._policy == "verify" and self._follows_saved_log(watched, watched.match, role):
            return "followed"
        return decided(watched.history, self._stakes(watched.started, role))

    def _roles_of_own_checks(self) -> set[str | None]:
        """Roles that a check of the instructor's own looks at: nobody knows from where on its
        finding is settled.
        """
        return {spec.role for spec in self._assignment.checks() if spec.check not in CHECKS}

    def _stakes(self, started: FitStarted, role: RoleReference) -> Stakes:
        return Stakes(
            reference=role,
            floor=lowest_floor(self._assignment, role.role),
            epochs=_asked_for(started),
            held_out=_may_be_held_out(started, role),
        )

    def _follows_saved_log(
        self, watched: _WatchedRun, match: RoleMatch, role: RoleReference
    ) -> bool:
        claimed = self._known.claimed.get(match.role)
        asked = self._assignment.roles[match.role]
        if claimed is None or _epochs(watched) != asked.epochs_verified:
            return False
        if not goes_on_as_it_began(watched.started, match, reaching=self._known.reaching):
            return False
        return follows_saved_log(
            watched.history, claimed, role, asked_for=_asked_for(watched.started)
        )


def lowest_floor(assignment: Assignment, role: str) -> float | None:
    """The accuracy at and below which no check of the role pays anything; None where no check asks
    for accuracy.
    """
    floors = [
        float(str(spec.options.get("floor", 0.0)))
        for spec in assignment.checks()
        if spec.role == role and spec.check == "accuracy"
    ]
    return min(floors, default=None)


def _epochs(watched: _WatchedRun) -> int:
    return max(map(len, watched.history.values()), default=0)


def _asked_for(started: FitStarted) -> int:
    return started.epochs - started.initial_epoch


def _may_be_held_out(started: FitStarted, role: RoleReference) -> bool:
    """Whether the run is validated on as many examples as are held out; where that isn't known, it
    may be.
    """
    if started.validation_split:
        return False
    rows, held_out = started.val_x, round(sum(map(sum, role.confusion_mean)))
    return rows is None or rows.kind != "array" or not rows.shape or rows.shape[0] == held_out
