"""A class from first to last: nothing twice, nothing lost."""

import json
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from grader.batch import ClassGrader, Listeners
from grader.batch.saving import save
from grader.intake import collect
from grader.model.limits_hit import LimitHit
from grader.model.policy import Limits, Policy
from grader.pipeline import NotebookGrader, load_everything
from grader.publishing import Renderers
from grader.store import BatchFolder

pytestmark = pytest.mark.usefixtures("shared_processes")

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
SAVED = Policy(training="saved")
QUIET = Listeners(on_intake=lambda _: None, on_cell=lambda *_: None, on_done=lambda _: None)


@pytest.fixture(scope="module")
def loaded():
    return load_everything("mnist")


@pytest.fixture(scope="module")
def class_folder(loaded, tmp_path_factory):
    """A folder with the class in `in` and its grades in `out`, and what both were at first."""
    folder, first = tmp_path_factory.mktemp("class"), tmp_path_factory.mktemp("first") / "class"
    grade(loaded, hand_in(folder / "in"), folder / "out")
    shutil.copytree(folder, first)
    return folder, first


def hand_in(folder):
    """Three of which two are the same, laid out differently, and one that is none."""
    folder.mkdir()
    shutil.copy(NOTEBOOKS / "seed_like.ipynb", folder / "ann.ipynb")
    notebook = json.loads((folder / "ann.ipynb").read_text())
    (folder / "bob.ipynb").write_text(json.dumps(notebook, indent=5))
    shutil.copy(NOTEBOOKS / "log_keras_2.ipynb", folder / "cem.ipynb")
    (folder / "dot.ipynb").write_text("{")
    return folder


@pytest.fixture
def hand_ins(tmp_path):
    """The class before it is graded."""
    return hand_in(tmp_path / "in")


@pytest.fixture
def known(class_folder):
    """The class, graded: its paths are those of then, so that grading it again does nothing."""
    folder, first = class_folder
    shutil.rmtree(folder)
    shutil.copytree(first, folder)
    return folder / "in"


@pytest.fixture
def marked(monkeypatch):
    """The hand-ins that were really graded."""
    names = []
    real = NotebookGrader.grade_or_explain

    def counted(self, hand_in, **rest):
        names.append(hand_in.name)
        return real(self, hand_in, **rest)

    monkeypatch.setattr(NotebookGrader, "grade_or_explain", counted)
    return names


def grade(loaded, folder, out, *, policy=SAVED, jobs=1):
    store = BatchFolder(out)
    found = collect(folder, work=store.intake).hand_ins
    with Renderers(loaded, processes=1) as renderers:
        grading = ClassGrader(loaded, policy, store, jobs=jobs, pdf=False, renderers=renderers)
        return {one.hand_in.name: one for one in grading.grade(found, QUIET)}


def test_hand_ins_that_are_the_same_run_once(loaded, hand_ins, tmp_path, marked):
    """Each has its own record, with its own path, its own digest and the same grade."""
    graded = grade(loaded, hand_ins, tmp_path / "out")

    ann, bob = graded["ann.ipynb"], graded["bob.ipynb"]
    assert len(marked) == 3
    assert ann.result.grade == bob.result.grade
    assert ann.result.path != bob.result.path
    assert ann.result.submission.sha256 != bob.result.submission.sha256
    assert ann.folder.finished().content == bob.folder.finished().content
    assert all(one.folder.html.exists() for one in graded.values())


def test_the_same_again_does_nothing(loaded, known, marked):
    """No notebook is read a second time, and no report is rendered."""
    first = grade(loaded, known, known.parent / "out")
    rendered = {one.folder.html.stat().st_mtime_ns for one in first.values()}
    marked.clear()

    again = grade(loaded, known, known.parent / "out")

    assert marked == []
    assert not any(one.fresh for one in again.values())
    assert {name: one.result for name, one in again.items()} == {
        name: one.result for name, one in first.items()
    }
    assert {one.folder.html.stat().st_mtime_ns for one in again.values()} == rendered


def test_a_changed_notebook_is_graded_anew_and_a_known_one_taken_over(loaded, known, marked):
    """Of a class only what changed is done; a hand-in that somebody else's was graded for gets
    that.
    """
    grade(loaded, known, known.parent / "out")
    marked.clear()
    shutil.copy(known / "ann.ipynb", known / "cem.ipynb")
    shutil.copy(known / "ann.ipynb", known / "eve.ipynb")

    graded = grade(loaded, known, known.parent / "out")

    assert marked == []
    assert (
        graded["cem.ipynb"].result.grade
        == graded["eve.ipynb"].result.grade
        == graded["ann.ipynb"].result.grade
    )


def test_a_changed_rubric_decides_again_without_the_notebook(loaded, known, marked):
    """The batch run again with another rubric regrades from the evidence and renders anew."""
    first = grade(loaded, known, known.parent / "out")
    marked.clear()
    parts = tuple(replace(part, checks=part.checks[:1]) for part in loaded.assignment.parts)
    other = replace(
        loaded, assignment=replace(loaded.assignment, parts=parts), fingerprint="another rubric"
    )

    again = grade(other, known, known.parent / "out")

    assert marked == []
    ann, before = again["ann.ipynb"], first["ann.ipynb"]
    assert ann.result.grade.points_possible < before.result.grade.points_possible
    assert ann.folder.load().evidence == before.folder.load().evidence
    assert grade(other, known, known.parent / "out")["ann.ipynb"].fresh is False


def test_other_questions_are_looked_for_in_what_was_recorded(loaded, known, marked):
    """Gathered and decided again, without running it."""
    grade(loaded, known, known.parent / "out")
    marked.clear()

    again = grade(replace(loaded, examination="other questions"), known, known.parent / "out")

    assert marked == []
    assert again["ann.ipynb"].fresh


def test_an_interrupted_batch_keeps_what_is_finished(
    loaded, hand_ins, tmp_path, marked, monkeypatch
):
    """Ctrl-C after the first: the next run does the rest and nothing twice."""

    def interrupted(folder, result, key, *, content):
        save(folder, result, key, content=content)
        raise KeyboardInterrupt

    monkeypatch.setattr("grader.batch.saving.save", interrupted)
    with pytest.raises(KeyboardInterrupt):
        grade(loaded, hand_ins, tmp_path / "out")
    monkeypatch.setattr("grader.batch.saving.save", save)
    before = list(marked)

    graded = grade(loaded, hand_ins, tmp_path / "out")

    assert len(before) == 1
    assert len(graded) == 4
    assert len(marked) == 3


def test_memory_holds_no_evidence(loaded, known):
    """What is kept of each hand-in for the class page has neither evidence nor notebook."""
    graded = grade(loaded, known, known.parent / "out")

    assert graded["ann.ipynb"].folder.load().evidence.claims
    assert len(graded) == 4
    for one in graded.values():
        assert one.result.evidence.claims == ()
        assert one.result.submission is None or one.result.submission.notebook.cells == ()


def test_the_number_of_cores_does_not_make_another_result(loaded):
    """A batch that is gone on with on another machine keeps what it has; stock training is another
    way.
    """
    keys = []
    for policy in (SAVED, replace(SAVED, threads=7), replace(SAVED, stock=True)):
        with NotebookGrader(loaded, policy) as notebooks:
            keys.append(notebooks.key(b"x"))

    assert keys[0] == keys[1] != keys[2]


def with_outcome(folder, *hits, outcome="timeout", limits=None):
    """Make the kept result one that a limit ended."""
    kept = folder.finished()
    cut = replace(
        kept.brief, recording=replace(kept.brief.recording, outcome=outcome, limits_hit=hits)
    )
    key = replace(kept.key, limits=limits or kept.key.limits)
    folder.save_grade(cut, key, content=kept.content, public_json="{}")


TIME = LimitHit("notebook_time", "The notebook ran longer than 9 s; it was stopped.", 1, "notebook")
MEMORY = LimitHit("memory", "The notebook used too much.", 1, "notebook")


def test_again_runs_only_what_was_cut_short(loaded, known, marked):
    """With other limits only those are run that this limit ended; a changed hand-in is left, and
    named.
    """
    first = grade(loaded, known, known.parent / "out")
    with_outcome(first["ann.ipynb"].folder, TIME)
    with_outcome(first["cem.ipynb"].folder, MEMORY, outcome="out_of_memory")
    (known / "dot.ipynb").write_text("{}")
    marked.clear()
    store = BatchFolder(known.parent / "out")
    found = collect(known, work=store.intake).hand_ins

    batch = ClassGrader(loaded, SAVED, store, jobs=1, pdf=False, again=frozenset({"timeout"}))
    graded = batch.grade(found, QUIET)

    assert len(graded) == 4
    assert [one.name for one in batch.outdated] == ["dot.ipynb"]
    assert marked == []  # ann's twin, bob, has a result that no limit ended
    assert first["ann.ipynb"].folder.finished().brief.recording.outcome == "not_run"
    assert first["cem.ipynb"].folder.finished().brief.recording.outcome == "out_of_memory"


def test_other_limits_concern_only_what_met_them(loaded, known, marked):
    """Higher limits run again what a limit ended; lower ones nothing: what came to its end has come
    to it.
    """
    first = grade(loaded, known, known.parent / "out")
    with_outcome(first["cem.ipynb"].folder, TIME)
    marked.clear()

    grade(
        loaded,
        known,
        known.parent / "out",
        policy=replace(SAVED, limits=Limits(notebook_timeout_s=5)),
    )
    lower = list(marked)
    grade(
        loaded,
        known,
        known.parent / "out",
        policy=replace(SAVED, limits=Limits(notebook_timeout_s=9000)),
    )

    assert lower == []
    assert marked == ["cem.ipynb"]


def test_a_report_never_shows_other_points_than_the_grade(loaded, known):
    """Whoever decided anew without rendering, the next batch renders."""
    folder = grade(loaded, known, known.parent / "out")["ann.ipynb"].folder
    before = folder.html.read_text()
    kept = folder.finished()
    other = replace(kept.brief, grade=replace(kept.brief.grade, points=Decimal("33.37")))
    folder.save_grade(other, kept.key, content=kept.content, public_json="{}")

    grade(loaded, known, known.parent / "out")

    assert "33.37" in folder.html.read_text()
    assert "33.37" not in before


def test_damaged_records_are_made_anew(loaded, known, marked):
    """A record that can't be read stops no batch: with another rubric its hand-in is simply run
    again.
    """
    first = grade(loaded, known, known.parent / "out")
    (first["cem.ipynb"].folder.path / "records" / "seen.json").write_text("{")
    (first["ann.ipynb"].folder.path / "records" / "done.json").write_bytes(b"\xff")
    marked.clear()

    graded = grade(replace(loaded, fingerprint="another"), known, known.parent / "out")

    assert len(graded) == 4
    assert "cem.ipynb" in marked
