"""Grades are sent to Canvas through canvasapi, to a server that speaks as Canvas documents it."""

import logging
from decimal import Decimal

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.cli.exports import services
from tests.export.lms.people import Pupil, a_batch
from tests.export.services.servers import TOKEN, Canvas, canvas_handler, serving

CLASS = [
    Pupil("7", "Ann Lee", Decimal("87.5")),
    Pupil("8", "=Bo 🦊", Decimal(0)),
    Pupil("9", "Cy Poe", status="needs_review"),
    Pupil("10", "Di Roe", Decimal("3.25")),
]


@pytest.fixture
def canvas(monkeypatch):
    """A course in which everybody of the class is, and somebody else."""
    waited = []
    monkeypatch.setattr(services.time, "sleep", waited.append)
    monkeypatch.setenv("GRADER_CANVAS_TOKEN", TOKEN)
    one = Canvas({int(pupil.id): pupil.name for pupil in CLASS} | {11: "No Hand-in"})
    with serving(canvas_handler(one)) as address:
        one.at, one.waited = f"{address}/courses/12/assignments/777", waited
        yield one


@pytest.fixture
def folder(tmp_path):
    return a_batch(tmp_path / "out", CLASS)


def send(folder, canvas, *options):
    words = ["export", str(folder), "--to", "canvas-service", "--at", canvas.at, *options]
    return CliRunner().invoke(main, words)


def scores(canvas) -> dict[int, float | None]:
    return {user: one["score"] for user, one in canvas.submissions.items()}


def comments(canvas) -> dict[int, list]:
    return {
        user: one["submission_comments"]
        for user, one in canvas.submissions.items()
        if one["submission_comments"]
    }


def test_grade_comment_and_report_go_in_one_change(folder, canvas):
    """To those about whom nothing is open; the report is theirs, and a zero is a grade."""
    done = send(folder, canvas, "--comments")

    assert done.exit_code == 0, done.output
    assert scores(canvas) == {7: 87.5, 8: 0.0, 9: None, 10: 3.25, 11: None}
    assert set(comments(canvas)) == {7, 8, 10}
    for user, ((comment,)) in comments(canvas).items():
        assert "of 100 points" in comment["comment"]
        (number,) = comment["files"]
        name, content = canvas.files[number]
        assert (name, f"%PDF-1.7 {user}".encode() in content) == ("report.pdf", True)
    assert sorted(one for one in canvas.requests if one.startswith("PUT")) == [
        f"PUT /api/v1/courses/12/assignments/777/submissions/{user}" for user in (10, 7, 8)
    ]
    assert canvas.most_at_once == 1


def test_again_changes_nothing(folder, canvas):
    """Neither grade nor comment, though Canvas was asked what it has."""
    send(folder, canvas, "--comments")
    before = len(canvas.files), list(canvas.requests)

    again = send(folder, canvas, "--comments")

    assert "0 grades, 3 there already" in again.stderr
    assert len(canvas.files) == before[0]
    assert not [one for one in canvas.requests[len(before[1]) :] if not one.startswith("GET")]


def test_a_dry_run_shows_the_difference(folder, canvas):
    """What is there, what would be; nothing but reading happens."""
    canvas.submissions[7]["score"] = 80.0

    done = send(folder, canvas, "--dry-run")

    assert done.exit_code == 0, done.output
    row = next(line for line in done.stdout.splitlines() if "Ann Lee" in line)
    assert "87.5" in row
    assert "80" in row
    assert "No Hand-in" in done.stdout
    assert all(one.startswith("GET") for one in canvas.requests)


def test_an_answer_that_was_lost_sends_no_comment_twice(folder, canvas):
    """The change was made, the answer was 500: what Canvas has is read before anything is sent."""
    canvas.trouble = [(500, True), (500, False), (200, True), (500, True)]

    done = send(folder, canvas, "--comments")

    assert done.exit_code == 0, done.output
    assert scores(canvas)[7] == 87.5
    assert {user: len(found) for user, found in comments(canvas).items()} == {7: 1, 8: 1, 10: 1}


def test_a_server_that_stays_down_is_reported_and_the_rest_goes_on(folder, canvas):
    """The same command sends what is missing."""
    canvas.trouble = [(500, False)] * 4

    first = send(folder, canvas, "--comments")
    second = send(folder, canvas, "--comments")

    assert first.exit_code == 4
    assert scores(canvas)[10] == 3.25
    assert "the same command sends the rest" in first.stderr
    assert second.exit_code == 0
    assert {user: len(found) for user, found in comments(canvas).items()} == {7: 1, 8: 1, 10: 1}


def test_canvas_is_given_time_when_it_asks_for_it(folder, canvas):
    """A 403 for the rate waits and asks again; an allowance that runs low waits before."""
    canvas.throttled, canvas.remaining = 3, "10.5"

    done = send(folder, canvas)

    assert done.exit_code == 0, done.output
    assert canvas.waited[:3] == [1.0, 2.0, 4.0]
    assert canvas.waited.count(1.0) > 3
    assert scores(canvas)[7] == 87.5


def test_who_is_excused_is_not_graded(folder, canvas):
    """That is a person's decision."""
    canvas.submissions[7]["excused"] = True

    done = send(folder, canvas)

    assert scores(canvas)[7] is None
    assert "excused" in done.stderr


def test_an_expired_token_is_reported_and_never_shown(folder, canvas, caplog):
    """Neither on the screen nor in a log."""
    canvas.token = "2~new"
    caplog.set_level(logging.DEBUG)

    done = send(folder, canvas)

    assert done.exit_code == 2
    assert "has expired" in done.stderr
    assert TOKEN not in done.output + caplog.text


def test_ids_of_another_system_are_found_by_the_login(tmp_path, canvas):
    """Where the hand-ins are not Canvas' own."""
    out = a_batch(tmp_path / "o", [Pupil("login7", "Ann Lee", Decimal(5))], system="folders")

    done = send(out, canvas)

    assert done.exit_code == 0, done.output
    assert scores(canvas)[7] == 5.0


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("https://x.edu/courses/12", "expected …/courses/12/assignments/777"),
        ("http://x.edu/courses/12/assignments/7", "begins with https://"),
        ("https://me:pw@x.edu/courses/12/assignments/7", "without a user name"),
    ],
)
def test_an_address_that_is_none_is_refused(folder, canvas, at, said):
    """No token travels in the clear."""
    canvas.at = at

    done = send(folder, canvas)

    assert (done.exit_code, said in done.stderr) == (2, True), done.stderr


def test_what_can_not_be_graded_by_points_is_refused(folder, canvas):
    """87.5 is no letter."""
    canvas.grading_type = "pass_fail"

    assert "graded by pass_fail" in send(folder, canvas).stderr


def test_without_a_token_nobody_is_asked(folder, canvas, monkeypatch):
    """The environment or the keyring has it; no option, since options are seen by everybody."""
    monkeypatch.delenv("GRADER_CANVAS_TOKEN")

    done = send(folder, canvas)

    assert done.exit_code == 2
    assert "GRADER_CANVAS_TOKEN" in done.stderr
    assert canvas.requests == []
