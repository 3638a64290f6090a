"""Students are told what is theirs, and nothing else."""

import io
import json
import zipfile
from dataclasses import replace
from decimal import Decimal

import pytest
from click.testing import CliRunner
from pypdf import PdfReader

from grader.batch.saving import save
from grader.checks.accuracy import accuracy
from grader.checks.check import Case
from grader.cli import main
from grader.export import comment_of, public_record
from grader.export.gradescope import as_gradescope
from grader.model.audience import STUDENTS, Readers
from grader.model.graded.decision import AppliedDecision, Decision, ObservationJudged, PointsGiven
from grader.model.graded.finding import Automatic, IntegrityFinding, Judgement, Override
from grader.model.graded.result import Audit
from grader.model.hand_in import HandIn, Intake, Origin
from grader.model.recording import HostTraining
from grader.model.submission import Student
from grader.pipeline import load_everything
from grader.publishing import assignment_for, report_fingerprint, result_for
from grader.report import Reporter
from grader.store import BatchFolder, Key, keep_readers, readers_of
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist, mnist_data
from tests.report.pages import read

pytestmark = pytest.mark.usefixtures("shared_processes")

THEIR_OWN = "We measured 86.00 % on the held-out data; correct solutions reach 90 to 91 %."
SECRETS = {
    "threshold": "Full points begin at 89.97 %, missed once in 10,000 times; none at 80.00 %.",
    "other": "Grace Hopper",
    "doubt": "The notebook states 97.2 % and we measured 86.1 %.",
    "rests_on": "cell 12 prints val_accuracy 0.9720",
    "private_check": "A check that nobody is told of",
    "private_part": "A part that nobody is told of",
    "reason": "he copied it, I am sure",
    "grader": "Professor Moriarty",
    "judged": "I know her brother",
    "policy": "the log of epoch 3 did not follow",
    "audit": "baseline.accuracy would have been failed",
    "folder": "/srv/secret-course",
}
SHOWN_BY_THE_BUNDLED = {"private_check", "private_part", "grader"}
"""Nothing in it is private, and it names who gave points."""
HAND_IN = "s1024.ipynb"


def an_assignment():
    """The assignment of the reports with a private check, a private part and a private model."""
    whole = mnist()
    parts = tuple(
        replace(part, private=True, title=SECRETS["private_part"]) if part.id == "cnn" else part
        for part in whole.parts
    )
    first = next(part for part in parts if part.id == "baseline")
    checks = tuple(
        replace(check, private=True, title=SECRETS["private_check"])
        if check.id == "baseline.summary"
        else check
        for check in first.checks
    )
    parts = tuple(replace(part, checks=checks) if part is first else part for part in parts)
    return replace(whole, parts=parts, show_graders_to_students=False)


def a_result(assignment):
    """A result with something of every kind that students are not told."""
    result = cases.broken_half_way(assignment)
    findings = tuple(_with_secrets(one) for one in result.grade.findings)
    doubts = (
        IntegrityFinding("claim_mismatch", "warning", SECRETS["doubt"], (SECRETS["rests_on"],)),
        IntegrityFinding(
            "identical",
            "warning",
            f"The same as {SECRETS['other']}'s.",
            others=(SECRETS["other"],),
            judged=Judgement("confirmed", SECRETS["grader"], SECRETS["judged"], "2026-01-02"),
        ),
    )
    decisions = (
        _decision(1, PointsGiven("q3.answered", Decimal(3), "Say which epoch.")),
        _decision(2, ObservationJudged("identical-1", "confirmed")),
    )
    (run,) = result.evidence.runs
    training = HostTraining(1, "ab" * 32, 1, "store", "w.npz", 120, {})
    return replace(
        result,
        path=f"{SECRETS['folder']}/{HAND_IN}",
        grade=replace(result.grade, findings=findings, integrity=doubts, decisions=decisions),
        evidence=replace(result.evidence, runs=(replace(run, training=training),)),
        origin=Origin(
            (Student("s1024", "Ada Byron"),), notes=(f"also by {SECRETS['other']}",), doubts=doubts
        ),
        audit=Audit("verify", differences=(SECRETS["audit"],)),
        full_because=SECRETS["policy"],
    )


def _with_secrets(finding):
    match finding.id:
        case "baseline.accuracy":
            return replace(finding, message=SECRETS["threshold"], message_for_students=THEIR_OWN)
        case "baseline.summary":
            return replace(finding, title=SECRETS["private_check"])
        case "q3.answered":
            given = Override(
                finding.id,
                Decimal(3),
                SECRETS["grader"],
                SECRETS["reason"],
                "2026-01-02T10:00:00Z",
                comment="Say which epoch.",
            )
            return replace(
                finding,
                overridden_by=f"{SECRETS['grader']}, 2026-01-02: {SECRETS['reason']}",
                override=given,
                automatic=Automatic("needs_review", Decimal(0), "Awaits a person."),
            )
        case _:
            return finding


def _decision(number, what):
    made = Decision(
        number, "2026-01-02T10:00:00Z", SECRETS["grader"], HAND_IN, what, SECRETS["reason"]
    )
    return AppliedDecision(made, what, counts=True)


def reporter_for(audience):
    assignment = assignment_for(an_assignment(), audience)
    return Reporter(assignment, cases.reference(), mnist_data(), TEMPLATES)


def secrets_in(text):
    """Which of the secrets a text tells."""
    return {name for name, secret in SECRETS.items() if secret in " ".join(text.split())}


@pytest.fixture(scope="module")
def for_student():
    assignment = an_assignment()
    return result_for(a_result(assignment), assignment, "student")


def test_a_students_page_and_paper_tell_no_secret(for_student):
    """Neither on the screen nor in the text that the PDF is made of."""
    page = reporter_for("student").html(for_student)

    assert THEIR_OWN in " ".join(read(page).words)
    assert "Say which epoch." in page
    assert secrets_in(page) == set()


def test_the_paper_is_made_of_the_same(for_student):
    """Its text, its bookmarks and its title."""
    written = reporter_for("student").paper(for_student).content

    document = PdfReader(io.BytesIO(written))
    words = " ".join(page.extract_text() for page in document.pages)
    marks = " ".join(str(one) for one in document.outline) + str(document.metadata)
    assert "What was found" in marks
    assert "correct solutions reach 90 to 91 %" in " ".join(words.split())
    assert secrets_in(words) | secrets_in(marks) == set()


def test_a_students_record_tells_no_secret(for_student):
    """The JSON keeps its form, so that a program reads it as any other."""
    text = public_record(for_student).model_dump_json()
    record = json.loads(text)

    assert secrets_in(text) == set()
    assert record["integrity"] == []
    assert record["submission"]["notebook"] == HAND_IN
    assert {one["role"] for one in record["runs"]} == {"baseline"}
    assert record["runs"][0]["training"]["reused"] == ""
    assert THEIR_OWN in text
    assert "cnn.trained" not in {one["id"] for one in record["findings"]}


def test_an_instructor_is_told_all_of_it():
    """What the others are not told is there to be told: the tests above can fail."""
    assignment = an_assignment()
    whole = result_for(a_result(assignment), assignment, "instructor")

    record = public_record(whole).model_dump_json()
    page = reporter_for("instructor").html(whole)

    assert secrets_in(record) | secrets_in(page) == set(SECRETS)


def test_points_that_are_not_shown_are_owned_up_to(for_student):
    """The sum stays: a student sees that there is more than what is listed."""
    page = " ".join(read(reporter_for("student").html(for_student)).words)

    hidden = sum(
        check.points
        for part in an_assignment().parts
        for check in part.checks
        if part.private or check.private
    )
    assert f"{hidden} of the points are for what this report doesn't show." in page


def test_observations_that_an_assignment_shows_keep_what_they_rest_on_back():
    """And those about other students are not shown at all."""
    assignment = replace(an_assignment(), show_integrity_to_students=True)

    left = result_for(a_result(assignment), assignment, "student").grade.integrity

    assert [(one.message, one.evidence, one.others) for one in left] == [(SECRETS["doubt"], (), ())]


def test_a_group_reads_its_names_and_no_addresses():
    """Partners know one another's names."""
    assignment = an_assignment()
    pair = (Student("s1", "Ada", "ada@x.org"), Student("s2", "Bo", "bo@x.org"))
    result = replace(a_result(assignment), origin=Origin(pair))

    record = public_record(result_for(result, assignment, "student"))

    assert record.submission.student.name == "Ada"
    assert "@x.org" not in record.model_dump_json(exclude={"findings"})


def test_comments_and_gradescope_leave_out_what_is_private():
    """Both go to students, whatever was asked for."""
    result = cases.broken_half_way(mnist())
    findings = tuple(
        replace(one, private=one.id == "cnn.trained", title=f"Title of {one.id}")
        for one in result.grade.findings
    )
    result = replace(result, grade=replace(result.grade, findings=findings))

    for text in (comment_of(result.grade), as_gradescope(result)):
        assert "Title of cnn.trained" not in text
        assert "Title of baseline.curves" in text


def test_a_threshold_stands_in_the_instructors_message_only():
    """The check says both; below the floor and between floor and band."""
    spec = next(check for check in mnist().checks() if check.id == "baseline.accuracy")
    spec = replace(spec, options={"floor": 0.8})
    for reached in (0.5, 0.85):
        score = replace(cases.score("baseline"), accuracy=reached)
        result = cases.perfect(mnist())
        case = Case(
            mnist(),
            mnist().parts[2],
            spec,
            result.evidence,
            (score,),
            cases.reference(),
            cases.recording(),
        )

        verdict = accuracy.decide(case)

        assert "80.00 %" in verdict.message
        assert "80.00 %" not in verdict.for_students
        assert "correct solutions reach" in verdict.for_students


@pytest.fixture
def a_batch(tmp_path):
    """The folder of a batch with one result, and its store."""
    store = BatchFolder(tmp_path / "graded")
    place = store.for_hand_in(HAND_IN)
    place.prepare()
    result = a_result(an_assignment())
    result = replace(result, grade=replace(result.grade, status="graded"))
    save(place, result, Key("s", "e", "x", "d"), content="c")
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
    look = report_fingerprint(load_everything("mnist"), STUDENTS)
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
