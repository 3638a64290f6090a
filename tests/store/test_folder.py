"""Everything that is kept of a batch comes back as it was."""

import json
import math
import os
from dataclasses import replace
from decimal import Decimal

import pytest

from grader.errors import ConfigError
from grader.grading import failed_grade
from grader.model.events import FitFinished, KernelReady
from grader.model.evidence import Evidence
from grader.model.graded.finding import IntegrityFinding
from grader.model.graded.result import Result
from grader.model.hand_in import HandIn, Intake, Origin
from grader.model.submission import Cell, Notebook, Student, Submission
from grader.store import BatchFolder, Key, content_digest
from tests.checks.cases import RECORDING, a_check, a_run, a_score, an_assignment

KEY = Key("sha", "execution", "examination", "decision")


def a_result() -> Result:
    run = a_run(history={"loss": (1.5, math.nan, math.inf)})
    recording = replace(
        RECORDING, events=(KernelReady(), FitFinished(run=1, history={"loss": (math.nan,)}))
    )
    submission = Submission(Student(), "a.ipynb", "sha", Notebook((Cell(0, "code", "x = 'ü'"),)))
    grade = failed_grade(an_assignment(a_check("accuracy")), "ungradable", reason="r")
    return Result(
        "tiny", submission, "a.ipynb", "full", grade, recording, Evidence(runs=(run,)), (a_score(),)
    )


def test_what_a_batch_was_given_comes_back_whatever_its_names(tmp_path):
    """One file of a Windows archive, unpacked elsewhere, must not hide the whole class: who handed
    in, whose layout it was, who is on the roster.
    """
    path = tmp_path / os.fsdecode(b"L\xf6sung.ipynb")
    hand_in = HandIn("a", "a", path, beside=(path,), visible=((path, "b.py"),))
    intake = Intake("canvas", (hand_in, HandIn("b", "b", None)))

    BatchFolder(tmp_path).write_intake(intake)

    assert BatchFolder(tmp_path).read_intake() == intake


def test_a_result_comes_back_as_it_was_saved(tmp_path):
    """Every record survives the round trip, a diverged loss included."""
    folder = BatchFolder(tmp_path).for_hand_in("a.ipynb")
    folder.prepare()

    folder.save(a_result(), KEY, content="c", public_json="{}")
    loaded = folder.load()

    expected = replace(a_result(), recording=replace(a_result().recording, folder=folder.recording))
    assert repr(loaded) == repr(expected)
    assert isinstance(loaded.grade.points_possible, Decimal)


def test_what_comparing_showed_keeps_its_saved_name(tmp_path):
    """Batches that were graded before call it `doubts`."""
    copied = IntegrityFinding("similar_submission", "warning", "m", others=("b.ipynb",))
    hand_in = HandIn("a.ipynb", "k", None, Origin(observations=(copied,)))
    batch = BatchFolder(tmp_path)

    batch.write_intake(Intake("plain", (hand_in,)))
    (saved,) = json.loads((tmp_path / "intake.json").read_text())["record"]["hand_ins"]

    assert [one["kind"] for one in saved["origin"]["doubts"]] == ["similar_submission"]
    assert "observations" not in saved["origin"]
    assert batch.read_intake() == Intake("plain", (hand_in,))


def test_what_is_left_to_do_depends_on_what_changed():
    """A changed notebook or policy is run anew, changed questions are looked for again, a changed
    rubric decides again.
    """
    changed = [
        replace(KEY, **{name: "other"})
        for name in ("sha256", "execution", "examination", "decision")
    ]

    assert [key.remaining(KEY) for key in (*changed, KEY)] == [
        "run",
        "run",
        "examine",
        "decide",
        "nothing",
    ]


def test_another_grade_leaves_what_was_seen(tmp_path):
    """A regrade writes the grade alone; evidence and recording come back as they were."""
    folder = BatchFolder(tmp_path).for_hand_in("a.ipynb")
    folder.prepare()
    folder.save(a_result(), KEY, content="c", public_json="{}")
    seen = (folder.path / "records" / "seen.json").stat().st_mtime_ns

    other = replace(a_result(), grade=replace(a_result().grade, reason="another"))
    folder.save_grade(other, KEY, content="c", public_json="{}")

    assert folder.load().grade.reason == "another"
    assert repr(folder.load().evidence) == repr(a_result().evidence)
    assert (folder.path / "records" / "seen.json").stat().st_mtime_ns == seen


def test_what_is_kept_in_memory_is_brief(tmp_path):
    """The class page needs no recording, so what is read for it holds none."""
    folder = BatchFolder(tmp_path).for_hand_in("a.ipynb")
    folder.prepare()
    folder.save(a_result(), KEY, content="c", public_json="{}")

    finished = folder.finished()

    assert finished is not None
    assert finished.brief.grade == a_result().grade
    assert (finished.brief.evidence, finished.brief.recording.events) == (Evidence(), ())


def test_reports_count_only_for_what_they_were_rendered_from(tmp_path):
    """A changed template makes them stale; so does a wish for paper."""
    folder = BatchFolder(tmp_path).for_hand_in("a.ipynb")
    folder.prepare()

    folder.write_reports("<html>", None, fingerprint="old")

    asked = [(False, "old"), (False, "new"), (True, "old")]
    assert [folder.has_reports(pdf=pdf, fingerprint=look) for pdf, look in asked] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (b'{"a": 1, "b": [2]}', b'{"b":[2],\n "a":1}', True),
        (b'{"a": 1}', b'{"a": 2}', False),
        (b'{"a": "\xc3\xa4"}', b'{"a": "\\u00e4"}', True),
        (b"no json", b"no json ", False),
        (b"[" * 100_000, b"[" * 100_000, True),
    ],
)
def test_hand_ins_are_the_same_when_they_say_the_same(one, other, same):
    """How the JSON is laid out doesn't matter; every value in it does."""
    assert (content_digest(one) == content_digest(other)) is same


def test_a_damaged_record_is_an_operators_error(tmp_path):
    """It names the file and what to do."""
    folder = BatchFolder(tmp_path).for_hand_in("a.ipynb")
    folder.prepare()
    folder.save(a_result(), KEY, content="c", public_json="{}")
    record = folder.path / "records" / "seen.json"
    record.write_text(record.read_text()[:-40])

    with pytest.raises(ConfigError, match=r"seen\.json") as raised:
        folder.load()

    assert "run the batch again" in str(raised.value)


@pytest.mark.parametrize(
    "name", ["../../etc/x.ipynb", "a b.ipynb", "Ünï/çode.ipynb", "x\n.ipynb", ".ipynb", "..ipynb"]
)
def test_every_notebook_gets_a_folder_inside_the_output(tmp_path, name):
    """Whatever a notebook is called, its folder lies where it should."""
    folder = BatchFolder(tmp_path).for_hand_in(name)

    assert folder.path.resolve().parent == tmp_path / "submissions"


def test_notebooks_of_one_name_do_not_share_a_folder(tmp_path):
    """Two students may both call it `hw.ipynb`."""
    store = BatchFolder(tmp_path)

    folders = {store.for_hand_in(f"{name}/hw.ipynb").path for name in ("ann", "bob")}

    assert len(folders) == 2


def test_no_file_can_be_called_so_that_it_takes_anothers_folder(tmp_path):
    """Eight signs of a digest are met by trying names: these two have them in common."""
    store = BatchFolder(tmp_path)

    folders = {store.for_hand_in(name).path for name in ("ann,{ =lee.ipynb", "ann;!;]lee.ipynb")}

    assert len(folders) == 2


def test_a_batch_begun_before_keeps_its_folders(tmp_path):
    """What people decided is known by their names."""
    store, older = BatchFolder(tmp_path), tmp_path / "submissions" / "a-d1e52b21"
    older.mkdir(parents=True)

    assert store.for_hand_in("a.ipynb").path == older
    assert store.for_hand_in("b.ipynb").path.parent == older.parent


def test_a_record_of_another_version_is_refused_by_name(tmp_path):
    """Whoever reads it would take its fields for something else."""
    folder = BatchFolder(tmp_path).for_hand_in("a.ipynb")
    folder.prepare()
    folder.save(a_result(), KEY, content="c", public_json="{}")
    seen = folder.path / "records" / "seen.json"
    seen.write_text(json.dumps({**json.loads(seen.read_text()), "schema_version": 2}))

    with pytest.raises(ConfigError, match="expected version 1, got 2"):
        folder.load()
