"""Curves of whole trainings, fed to the policies as a kernel would."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from grader.checks import PolicySupervisor, RunsKnown, as_if_stopped, run_checks
from grader.model.descriptions import ArraySummary, CompileInfo, ModelInfo
from grader.model.events import EpochFinished
from grader.model.evidence import Claim, CurveShown, Evidence, RoleMatch, TrainingRun, WeightsRef
from grader.model.graded.score import Score
from grader.model.recording import NOT_RUN
from grader.pipeline import LoadedAssignment, load_everything
from tests.checks.cases import a_start

ROOT = Path(__file__).parents[2]
METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")

Curves = dict[str, tuple[float, ...]]


def reference_curves(assignment: str) -> dict[str, list[Curves]]:
    """By role, the curves of every seed of the reference, in the order of the seeds."""
    found: dict[str, list[Curves]] = {}
    for path in sorted((ROOT / "reference" / assignment / "runs").glob("*.npz")):
        found.setdefault(path.stem.rpartition("-")[0], []).append(curves_in(path))
    return found


def curves_in(path: Path) -> Curves:
    """The four curves that an npz holds."""
    with np.load(path, allow_pickle=False) as arrays:
        return {metric: tuple(float(value) for value in arrays[metric]) for metric in METRICS}


class Replay:
    """One assignment, and what it finds about curves under a policy."""

    def __init__(self, assignment: str) -> None:
        self.loaded: LoadedAssignment = load_everything(assignment)

    def verdict(
        self,
        role: str,
        curves: Curves,
        policy: str,
        *,
        log: Curves | None = None,
        changed: bool = True,
    ):
        """Status and points by check of the role, how many epochs were trained, and why no more."""
        run = self._run(role, curves, changed=changed, log=log)
        supervisor = PolicySupervisor(
            policy,
            self.loaded.assignment,
            self.loaded.reference,
            known=RunsKnown(
                match_role=lambda model, compiled: run.match,
                claimed={role: run} if log else {},
                reaching=(),
            ),
        )
        supervisor.fit_started(a_start(run, val_x=self._held_out(role)))
        for epoch in range(run.epochs_run):
            logs = {metric: values[epoch] for metric, values in curves.items()}
            if supervisor.epoch_finished(EpochFinished(run=1, epoch=epoch, logs=logs)) == "stop":
                break
        shown = tuple(CurveShown(1, metric, 3) for metric in METRICS)
        accuracy = np.nan_to_num(curves["val_accuracy"][-1])
        whole = (
            Evidence(runs=(run,), curves=shown),
            (Score(1, verified=True, accuracy=float(accuracy)),),
        )
        evidence, scores = as_if_stopped(*whole, supervisor.stops)
        assignment = self.loaded.assignment
        findings = run_checks(
            assignment,
            evidence,
            scores,
            reference=self.loaded.reference,
            recording=NOT_RUN,
            checks=self.loaded.checks,
        )
        own = {check.id for check in assignment.checks() if check.role == role}
        stop = next(iter(supervisor.stops), None)
        return (
            {
                finding.id: (finding.status, finding.points)
                for finding in findings
                if finding.id in own
            },
            stop.epochs if stop else run.epochs_run,
            stop.reason if stop else None,
        )

    def _held_out(self, role: str) -> ArraySummary:
        """Validation data of as many examples as are held out."""
        rows = round(sum(map(sum, self.loaded.reference.roles[role].confusion_mean)))
        return ArraySummary("val_x", (rows, 64), "float32", 0.0, 1.0)

    def _run(self, role: str, curves: Curves, *, changed: bool, log: Curves | None) -> TrainingRun:
        spec = self.loaded.assignment.roles[role]
        epochs = len(curves["loss"])
        return TrainingRun(
            number=1,
            source="reproduced",
            cell=3,
            model=ModelInfo(1, "Sequential", (), spec.parameters, spec.parameters),
            compiled=CompileInfo(spec.optimizer, {"learning_rate": 0.01}, loss=spec.loss),
            epochs_requested=epochs,
            epochs_run=epochs,
            history=curves,
            weights=WeightsRef("arrays/1.npz"),
            weights_changed=changed,
            match=RoleMatch(role, "as asked"),
            claims=(saved_log(log),) if log else (),
        )


def saved_log(curves: Curves) -> Claim:
    """The log that a notebook with these curves prints: four digits."""
    history = {
        metric: tuple(round(value, 4) for value in values) for metric, values in curves.items()
    }
    final = {metric: values[-1] for metric, values in history.items()}
    return Claim("progress_log", 3, final, history, tuple(range(1, len(curves["loss"]) + 1)))
