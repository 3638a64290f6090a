"""The archive and the records that go out to students tell them what is theirs."""

import json
import os
import zipfile
from dataclasses import replace

import pytest
from click.testing import CliRunner

from grader.batch.saving import save
from grader.cli import main
from grader.model.audience import Readers
from grader.model.hand_in import HandIn, Intake
from grader.pipeline import load_everything
from grader.publishing import report_fingerprint
from grader.review import Book
from grader.store import BatchFolder, Key, keep_readers, readers_of
from tests.publishing.secrets_of_grading import (
    HAND_IN,
    SECRETS,
    THEIR_OWN,
    a_result,
    an_assignment,
    secrets_in,
)
from tests.report.pages import read
from tests.review.cases import points

pytestmark = pytest.mark.usefixtures("shared_processes")
SHOWN_BY_THE_BUNDLED = {"private_check", "private_part", "grader"}
"""Nothing in it is private, and it names who gave points."""


@pytest.fixture
def a_batch(tmp_path):
    """The folder of a batch with one result, and its store."""
    store = BatchFolder(tmp_path / "graded")
    place = store.for_hand_in(HAND_IN)
    place.prepare()
    result = a_result(an_assignment())
    result = replace(result, grade=replace(result.grade, status="graded"))
    save(place, result, Key("s", "e", "x", "d"), content="c")
    Book(store.path).record([points(1)])  # as its published record tells of decisions
    store.write_intake(Intake("folders", (HandIn(HAND_IN, HAND_IN, None, result.origin),)))
    return store, place


def packed(store, tmp_path, *words):
    """The files of the feedback archive, by name."""
    out = tmp_path / "f.zip"
    asked = ["export", str(store.path), "--to", "feedback", "--out", str(out), *words]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(out) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_a_report_without_a_date_is_packed(a_batch, tmp_path):
    """As a copy that keeps no times leaves it: a zip knows no day before 1980."""
    store, place = a_batch
    place.write_reports("<p>plain</p>", None, fingerprint="the instructor's")
    os.utime(place.html, (0, 0))

    inside = packed(store, tmp_path, "--audience", "instructor")

    assert inside == {"s1024/report.html": "<p>plain</p>"}


def test_the_archive_for_students_is_rendered_for_them(a_batch, tmp_path):
    """The instructor's reports stay where they are, and don't go out."""
    store, place = a_batch
    place.write_reports(SECRETS["threshold"], None, fingerprint="the instructor's")

    inside = packed(store, tmp_path)

    assert list(inside) == ["s1024/report.html"]
    page = inside["s1024/report.html"]
    assert THEIR_OWN in " ".join(read(page).words)
    assert secrets_in(page) <= SHOWN_BY_THE_BUNDLED
    assert place.html.read_text() == SECRETS["threshold"]


def test_reports_that_are_for_students_are_packed_as_they_lie(a_batch, tmp_path):
    """And the instructor's where they are asked for."""
    store, place = a_batch
    look = report_fingerprint(load_everything("mnist"), Readers("student"))
    place.write_reports("rendered before", None, fingerprint=look)

    assert packed(store, tmp_path) == {"s1024/report.html": "rendered before"}
    place.write_reports("the instructor's", None, fingerprint="other")
    assert packed(store, tmp_path, "--audience", "instructor") == {
        "s1024/report.html": "the instructor's"
    }


def test_a_batch_remembers_whom_its_reports_are_for(tmp_path):
    """Whoever renders them again need not say it again."""
    store = BatchFolder(tmp_path)

    assert readers_of(store) == Readers("instructor", "")
    keep_readers(store, audience="student")
    keep_readers(store, language="de")
    assert readers_of(store) == Readers("student", "de")


def test_records_for_students_are_exported(a_batch):
    """As many as there are hand-ins, each a line."""
    store, _ = a_batch
    words = ["export", str(store.path), "--to", "json", "--audience", "student"]

    done = CliRunner().invoke(main, words)

    (line,) = done.stdout.splitlines()
    assert json.loads(line)["integrity"] == []
    assert secrets_in(line) <= SHOWN_BY_THE_BUNDLED
