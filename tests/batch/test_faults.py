"""A fault of the program over one hand-in of a class is that hand-in's."""

import errno
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from grader.batch import (
    BatchOptions,
    ClassGrader,
    HandedIn,
    Listeners,
    decisions,
    regrade,
    regrade_folder,
    run_batch,
    saving,
    similarity,
)
from grader.batch import class_grader as grading
from grader.batch import decided_again as decided_again_module
from grader.batch.decided_again import decided_again
from grader.errors import OutputError
from grader.export import public_record
from grader.intake import collect, read_submission
from grader.model.graded.decision import PointsGiven
from grader.model.policy import Policy
from grader.pipeline import NotebookGrader, load_everything
from grader.pipeline import regrade as decide_again
from grader.review import Book, Draft
from grader.store import BatchFolder

pytestmark = pytest.mark.usefixtures("shared_processes")

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
SAVED = Policy(training="saved")
QUIET = Listeners(on_intake=lambda _: None, on_cell=lambda *_: None, on_done=lambda _: None)
MEETS_IT = "cem.ipynb"


@pytest.fixture(scope="module")
def loaded():
    return load_everything("mnist")


@pytest.fixture
def store(tmp_path):
    """Two hand-ins, and the folder for their grades."""
    (tmp_path / "in").mkdir()
    shutil.copy(NOTEBOOKS / "seed_like.ipynb", tmp_path / "in" / "ann.ipynb")
    shutil.copy(NOTEBOOKS / "log_keras_2.ipynb", tmp_path / "in" / MEETS_IT)
    return BatchFolder(tmp_path / "out")


def graded(loaded, store):
    intake = collect(store.path.parent / "in", work=store.intake)
    store.path.mkdir(exist_ok=True)
    store.write_intake(intake)
    found = ClassGrader(loaded, SAVED, store, jobs=1, pdf=False).grade(intake.hand_ins, QUIET)
    return {one.hand_in.name: one for one in found}


def fails_over_one(act, path_of):
    """`act`, which fails once it comes to the one hand-in."""

    def failing(*given, **named):
        if MEETS_IT in path_of(*given):
            raise TypeError("what nobody foresaw")
        return act(*given, **named)

    return failing


def test_what_cannot_be_saved_ends_no_batch(loaded, store, monkeypatch):
    """The fault and its reason are saved in its place; the others have their grades."""
    failing = fails_over_one(
        public_record, lambda one: one.path if one.grade.status != "grader_fault" else ""
    )
    monkeypatch.setattr(saving, "public_record", failing)

    both = graded(loaded, store)

    assert both["ann.ipynb"].result.grade.findings
    assert both[MEETS_IT].result.grade.status == "grader_fault"
    assert "what nobody foresaw" in both[MEETS_IT].folder.finished().brief.grade.reason


def test_what_cannot_be_decided_again_is_run_again(loaded, store, monkeypatch):
    """A batch that goes on after a change of the rubric: running has a boundary of its own."""
    before = graded(loaded, store)
    failing = fails_over_one(decided_again, lambda _, folder: folder.finished().brief.path)
    monkeypatch.setattr(grading, "decided_again", failing)
    ran = []
    real = NotebookGrader.grade_or_explain
    monkeypatch.setattr(
        NotebookGrader,
        "grade_or_explain",
        lambda self, one, **rest: ran.append(one.name) or real(self, one, **rest),
    )

    again = graded(replace(loaded, fingerprint="another rubric"), store)

    assert ran == [MEETS_IT]
    for name, one in again.items():
        assert one.result.grade.points == before[name].result.grade.points


def test_a_fault_of_regrading_costs_one(loaded, store, monkeypatch):
    """It is kept as a fault with its reason, with all that was seen: regrading mends it."""
    before = graded(loaded, store)
    failing = fails_over_one(decided_again, lambda _, folder: folder.finished().brief.path)
    monkeypatch.setattr(regrade, "decided_again", failing)

    results = {
        result.path: result for _, result in regrade_folder(loaded, store, reports=False).results
    }

    (fault,) = (one for path, one in results.items() if MEETS_IT in path)
    (other,) = (one for path, one in results.items() if MEETS_IT not in path)
    assert fault.grade.status == "grader_fault"
    assert "TypeError: what nobody foresaw" in fault.grade.reason
    assert other.grade.points == before["ann.ipynb"].result.grade.points
    assert "what nobody foresaw" in before[MEETS_IT].folder.published.read_text()

    monkeypatch.setattr(regrade, "decided_again", decided_again)
    mended = regrade_folder(loaded, store, reports=False).results
    assert {result.path: result.grade.points for _, result in mended} == {
        one.result.path: one.result.grade.points for one in before.values()
    }


@pytest.mark.parametrize(
    "refused",
    [
        OSError(errno.ENOSPC, "No space left on device", "done.json"),
        OutputError("the book: no room"),
    ],
    ids=["a file", "what people decided"],
)
def test_a_full_disk_is_no_fault_of_one(loaded, store, monkeypatch, refused):
    """It ends regrading, and is said once; every grade stands. A book that could not be read made
    faults of the program of them.
    """
    before = graded(loaded, store)
    failing = fails_over_one(saving.save_grade, lambda folder, *_: folder.finished().brief.path)

    def full(*given, **named):
        try:
            failing(*given, **named)
        except TypeError:
            monkeypatch.setattr(decided_again_module, "save_grade", saving.save_grade)
            raise refused from None

    monkeypatch.setattr(decided_again_module, "save_grade", full)

    with pytest.raises(type(refused), match=r"No space|no room"):
        regrade_folder(loaded, store, reports=False)

    for one in before.values():
        assert one.folder.finished().brief.grade == one.result.grade


def test_a_full_disk_is_named_where_the_system_does_not(loaded, store, monkeypatch):
    """It had been called standard output: nobody looked at the folder."""

    def full(*_given):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(ClassGrader, "grade", full)
    options = BatchOptions(store.path, jobs=1, pdf=False)

    outcome = run_batch(loaded, SAVED, HandedIn(store.path.parent / "in"), options, QUIET)

    assert not outcome.complete
    assert outcome.failed[0].message == f"{store.path}: can't be written: No space left on device"


def test_who_was_over_budget_stays_a_persons_to_grade(loaded):
    """Nothing of it was gathered: decided again, that were no points, for good."""
    with NotebookGrader(loaded, SAVED) as notebooks:
        submission = read_submission(NOTEBOOKS / "seed_like.ipynb")
        over = notebooks.failed(submission, "needs_review", "examining it was ended")

        assert decide_again(loaded, over) == over
        assert notebooks.examine_again(over) == over


def test_what_cannot_be_compared_ends_no_batch(loaded, store, monkeypatch):
    """It is compared with nobody; the others are."""
    shutil.copy(store.path.parent / "in" / "ann.ipynb", store.path.parent / "in" / "bob.ipynb")
    real = similarity.read_submission
    monkeypatch.setattr(similarity, "read_submission", fails_over_one(real, str))
    intake = collect(store.path.parent / "in", work=store.intake)

    found = similarity.compared(intake, assignment_folder=loaded.assignment.folder, before=None)

    kinds = {one.name: [seen.kind for seen in one.origin.observations] for one in found.hand_ins}
    same = ["identical_submission"]
    assert kinds == {"ann.ipynb": same, "bob.ipynb": same, MEETS_IT: []}


def test_what_people_decided_and_cannot_be_added_costs_one(loaded, store, monkeypatch):
    """It is told as a fault, and what was published stays; the others have what people decided."""
    before = graded(loaded, store)
    given = PointsGiven("answers", Decimal(1), "")
    drafts = [Draft(one.folder.name, "Ada", given) for one in before.values()]
    monkeypatch.setattr(
        Book, "of", lambda _self, name: [one for one in drafts if one.hand_in == name]
    )
    failing = fails_over_one(
        lambda _f, finished, _d: finished.brief, lambda _f, one, _d: one.brief.path
    )
    monkeypatch.setattr(decisions, "decided_brief", failing)
    published = before[MEETS_IT].folder.published.read_bytes()

    again = graded(loaded, store)

    assert again["ann.ipynb"].result.grade == before["ann.ipynb"].result.grade
    fault = again[MEETS_IT].result.grade
    assert fault.status == "grader_fault"
    assert "what nobody foresaw" in fault.reason
    assert fault.points_possible == before[MEETS_IT].result.grade.points_possible
    assert before[MEETS_IT].folder.published.read_bytes() == published
