"""Decides what a hand-in gets from what was seen and measured: at first, and again after a
change.
"""

from __future__ import annotations

from dataclasses import replace

from grader.checks import PolicySupervisor, RunsKnown, integrity_findings, run_checks
from grader.evidence import match_role, modern_metric
from grader.grading import grade, subjects_of
from grader.model.events import EpochFinished
from grader.model.evidence import Evidence, as_begun
from grader.model.graded.grade import Grade
from grader.model.graded.result import Result
from grader.model.graded.score import Score
from grader.model.hand_in import HandIn, Origin
from grader.model.policy import TrainingPolicy
from grader.model.recording import Recording
from grader.pipeline.loaded import LoadedAssignment


def decide(
    loaded: LoadedAssignment,
    recording: Recording,
    evidence: Evidence,
    scores: tuple[Score, ...],
) -> Grade:
    """The findings of every check, and what they come to."""
    findings = run_checks(
        loaded.assignment,
        evidence,
        scores,
        reference=loaded.reference,
        recording=recording,
        checks=loaded.checks,
    )
    observations = integrity_findings(evidence, scores, loaded.reference, recording=recording)
    graded = grade(loaded.assignment, findings, integrity=observations)
    of_texts = {name for name, check in loaded.checks.items() if check.judges == "text"}
    subjects = subjects_of(loaded.assignment, evidence, of_texts=of_texts)
    return replace(graded, subjects=subjects)


def regrade(loaded: LoadedAssignment, result: Result) -> Result:
    """Decide again from saved records: for a changed rubric or other thresholds. Of what could not
    be looked at there are none: it stays as it was.
    """
    if nothing_seen(result):
        return result
    decided = decide(loaded, result.recording, result.evidence, result.scores)
    return replace(
        result, grade=replace(decided, integrity=decided.integrity + result.origin.observations)
    )


def nothing_seen(result: Result) -> bool:
    """Whether the hand-in could not be looked at: unreadable, over its budget, or a fault of ours
    before anything was gathered.
    """
    return bool(result.grade.reason) and result.evidence == Evidence()


def stops_hold(loaded: LoadedAssignment, result: Result) -> bool:
    """Whether the trainings that were cut short would be again, by the thresholds that are in force
    now.
    """
    for run in result.evidence.runs:
        if run.stop_reason is None:
            continue
        supervisor = supervisor_for(loaded, result.policy, replace(result.evidence, runs=(run,)))
        supervisor.fit_started(as_begun(run))
        for epoch in range(run.epochs_run):
            logs = {
                metric: values[epoch]
                for metric, values in run.history.items()
                if epoch < len(values)
            }
            supervisor.epoch_finished(EpochFinished(run=run.number, epoch=epoch, logs=logs))
        if not supervisor.stops:
            return False
    return True


def supervisor_for(
    loaded: LoadedAssignment, training: TrainingPolicy, saved: Evidence, *, only_note: bool = False
) -> PolicySupervisor:
    """Who decides how long the runs of one notebook are trained; `saved` is what its own outputs
    show.
    """
    known = RunsKnown(
        match_role=lambda model, compiled: match_role(model, compiled, loaded.assignment),
        claimed={run.role: run for run in saved.runs if run.role is not None},
        reaching=saved.reaching,
        metric_name=modern_metric,
    )
    return PolicySupervisor(
        training, loaded.assignment, loaded.reference, known=known, only_note=only_note
    )


def as_handed_in(result: Result, hand_in: HandIn) -> Result:
    """The result as the LMS names it and its students, who may be known better than when it was
    graded.
    """
    submission, origin = result.submission, hand_in.origin
    if submission is not None:
        student = origin.students[0] if origin.students else submission.student
        submission = replace(submission, student=student, path=hand_in.path)
    renamed = replace(result, submission=submission, path=hand_in.path)
    return with_observations(renamed, origin)


def with_observations(result: Result, origin: Origin) -> Result:
    """The result with what comparing the hand-ins of its batch showed, in the place of what it
    showed before.
    """
    own = tuple(
        observation
        for observation in result.grade.integrity
        if observation not in result.origin.observations
    )
    return replace(
        result, origin=origin, grade=replace(result.grade, integrity=own + origin.observations)
    )
