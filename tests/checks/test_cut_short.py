"""Cut short is not wrong: what a limit kept from being seen goes to a person."""

from dataclasses import replace

import pytest

from grader.checks import run_checks
from grader.grading import grade
from grader.model.evidence import Evidence
from grader.model.limits_hit import LimitHit
from grader.model.policy import Limits
from grader.model.recording import CellRun, Recording
from grader.sandbox.limits.refused import refusals
from tests.checks.cases import (
    RECORDING,
    a_check,
    a_log,
    a_reference,
    a_run,
    a_score,
    an_assignment,
    evidence_of,
)

TIME = LimitHit(
    "notebook_time", "The notebook ran longer than 25 s; it was stopped.", 5, "notebook"
)
MEMORY = LimitHit(
    "memory",
    "The notebook used 5,000 MiB of memory; 4,096 are allowed; it was stopped.",
    5,
    "notebook",
)
NOTED = LimitHit("output", "The notebook displayed 100 MB at once, which was left out.", 5)
CELLS = (CellRun(3, 1, "ok"), CellRun(5, 2, "timeout"), CellRun(6, None, "not_run"))
OF_A_RUN = ("architecture", "compiled_as_asked", "accuracy")
OF_THE_NOTEBOOK = (
    "summary_shown",
    "learning_curves_shown",
    "confusion_matrix_shown",
    "mistakes_shown",
    "evaluated",
)


def cut(*hits: LimitHit, outcome: str = "timeout", cells=CELLS) -> Recording:
    return replace(RECORDING, outcome=outcome, cell_runs=cells, limits_hit=hits)


def findings(evidence, recording, *names, score=None):
    """The findings of these checks, by name, after the one that finds the training."""
    specs = [
        a_check("run_found"),
        *(a_check(name, depends_on=("part.run_found",)) for name in names),
    ]
    assignment = an_assignment(*specs)
    scores = () if score is None else (score,)
    found = run_checks(assignment, evidence, scores, reference=a_reference(), recording=recording)
    return {finding.id.partition(".")[2]: finding for finding in found}


@pytest.mark.parametrize("hit", [TIME, MEMORY])
def test_what_was_not_seen_is_not_failed(hit):
    """No training, nothing shown: every check awaits a person, and says which limit was hit."""
    found = findings(Evidence(), cut(hit), *OF_A_RUN, *OF_THE_NOTEBOOK)

    assert {finding.status for finding in found.values()} == {"needs_review"}
    assert all(finding.cut_short and hit.message in finding.message for finding in found.values())
    assert all("KernelDied" not in finding.message + finding.hint for finding in found.values())


def test_the_saved_figures_stand_beside_it():
    """A person decides with what the student's outputs state at hand."""
    run = a_run(
        cell=5, claims=(a_log((0.5, 0.9312)),), history={"val_accuracy": (0.5,)}, epochs_run=1
    )

    found = findings(evidence_of(run), cut(TIME), "accuracy", score=a_score(0.5))

    assert found["accuracy"].status == "needs_review"
    assert "an accuracy of 93.12 %" in found["accuracy"].message
    assert "50.00 %" in found["accuracy"].message


def test_what_came_to_its_end_is_judged():
    """A training that was over before the limit, with nothing behind it that trains, is as good as
    it is.
    """
    found = findings(
        evidence_of(a_run(cell=3)), cut(TIME), "accuracy", "summary_shown", score=a_score(0.5)
    )

    assert found["run_found"].status == "passed"
    assert found["accuracy"].status == "partial"
    assert not found["accuracy"].cut_short
    assert found["summary_shown"].status == "needs_review"


def test_a_later_training_could_have_been_better():
    """Where the rest trains, no training that was seen is held against the student."""
    evidence = replace(evidence_of(a_run(cell=3)), rest_trains=True)

    found = findings(evidence, cut(TIME), "accuracy", score=a_score(0.5))

    assert found["accuracy"].status == "needs_review"


def test_what_passed_has_passed():
    """Points that are earned are not taken back by a limit."""
    found = findings(evidence_of(a_run(cell=3)), cut(TIME), "accuracy", score=a_score(0.95))

    assert found["accuracy"].status == "passed"


def test_what_was_only_left_out_ends_nothing():
    """A display that was too long is noted; the checks judge as ever."""
    found = findings(Evidence(), cut(NOTED, outcome="completed", cells=CELLS[:1]))

    assert found["run_found"].status == "failed"


def test_a_kernel_that_died_is_reported_in_plain_words():
    """Nobody knows whose doing it was, and `KernelDied` is no word for a student."""
    died = (
        CellRun(3, 1, "ok"),
        CellRun(5, 2, "error", error_name="KernelDied"),
        CellRun(6, None, "not_run"),
    )

    found = findings(Evidence(), cut(outcome="kernel_died", cells=died), "accuracy")

    assert found["run_found"].status == "needs_review"
    assert "ended in cell 6 before the notebook was over" in found["run_found"].message
    assert "KernelDied" not in found["run_found"].message


def test_nobody_has_seen_that_it_works():
    """A script is not told that all checks passed."""
    assignment = an_assignment(a_check("run_found"))
    found = run_checks(assignment, Evidence(), (), reference=a_reference(), recording=cut(TIME))

    verdict = grade(assignment, found)

    assert verdict.status == "needs_review"
    assert not verdict.passed()


@pytest.mark.parametrize(
    ("name", "message", "kind"),
    [
        ("OSError", "[Errno 28] No space left on device", "disk"),
        ("OSError", "[Errno 27] File too large: 'x'", "disk"),
        ("OperationalError", "database or disk is full", "disk"),
        ("RuntimeError", "can't start new thread", "processes"),
        ("BlockingIOError", "[Errno 11] Resource temporarily unavailable", "processes"),
        ("MemoryError", "", "memory"),
        ("_ArrayMemoryError", "Unable to allocate 745. GiB for an array", "memory"),
        ("ResourceExhaustedError", "OOM when allocating tensor", "memory"),
        ("ValueError", "x and y must have same first dimension", None),
    ],
)
def test_a_cell_that_was_refused_something_met_a_limit(name, message, kind):
    """Disk, processes and memory end a cell by an ordinary exception: the limit behind it is
    named.
    """
    hits = list(
        refusals([CellRun(4, 1, "error", error_name=name, error_message=message)], Limits())
    )

    assert [hit.kind for hit in hits] == ([] if kind is None else [kind])
    assert all(hit.ended == "cell" and hit.message.startswith("Cell 5 ") for hit in hits)


def test_a_cell_that_was_refused_something_is_cut_short():
    """What depends on it awaits a person like what depends on a time-out."""
    cells = (
        CellRun(3, 1, "error", error_name="MemoryError"),
        CellRun(5, 2, "error", error_name="NameError"),
    )
    recording = replace(
        RECORDING,
        outcome="cell_error",
        cell_runs=cells,
        limits_hit=tuple(refusals(cells, Limits())),
    )

    found = findings(Evidence(), recording)

    assert recording.cut_short_by() == ("out_of_memory",)
    assert found["run_found"].status == "needs_review"


def test_a_damaged_file_is_not_failed():
    """What was not among its whole cells goes to a person, answers in prose included; what passed
    stays.
    """
    evidence = replace(evidence_of(a_run()), lost="The file is damaged.")

    found = findings(evidence, RECORDING, "confusion_matrix_shown", "summary_shown")

    assert found["run_found"].status == "passed"
    assert found["confusion_matrix_shown"].status == "needs_review"
    assert "The file is damaged." in found["summary_shown"].message
    assert found["summary_shown"].cut_short
