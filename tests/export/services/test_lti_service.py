"""Grades are sent by LTI 1.3 to an independent platform, with real keys, on loopback."""

from decimal import Decimal

import pytest

from grader.cli.exports import services
from tests.export.lms.people import AWKWARD, Pupil, a_batch
from tests.export.services.course import CLASS, member, send


def scores_sent(lms) -> dict[str, tuple]:
    """By user, the last that was sent."""
    return {
        one["userId"]: (one.get("scoreGiven"), one["gradingProgress"], one.get("comment", ""))
        for one in lms.scores
    }


def test_scores_and_progress_reach_the_line_item(folder, lms):
    """`FullyGraded` where nothing is open; `PendingManual` and no score where a person decides."""
    done = send(folder, lms)

    assert done.exit_code == 0, done.output
    assert scores_sent(lms) == {
        "u-7": (87.5, "FullyGraded", ""),
        "u-8": (0.0, "FullyGraded", ""),
        "u-9": (None, "PendingManual", ""),
        "u-10": (3.25, "FullyGraded", ""),
    }
    assert {one["activityProgress"] for one in lms.scores} == {"Completed"}
    assert {item for item, _ in lms.results} == {lms.item}
    assert "it could not be graded" in " ".join(done.stderr.split())
    assert "No Hand-in" in done.stderr
    assert "Prof. X" not in done.output


@pytest.mark.parametrize("status", ["Inactive", "Deleted"])
def test_who_has_left_the_course_is_sent_nothing(folder, lms, status):
    """The LMS lists them all the same."""
    lms.members[0]["status"], lms.members[1]["status"] = status, "Active"

    done = send(folder, lms)

    assert "u-7" not in scores_sent(lms)
    assert "u-8" in scores_sent(lms)
    assert f"{status.lower()} in the course" in " ".join(done.stderr.split())


@pytest.mark.parametrize(("name", "sent"), [(None, False), ("Ann Lee", True)])
def test_the_lmss_own_number_is_no_id_of_the_school(lms, tmp_path, name, sent):
    """Somebody's hand-in has, as school's id, what the LMS calls Ann; the others' ids stand where
    the school's do.
    """
    lms.members[0]["user_id"] = "4711"
    class_ = [*CLASS[1:], Pupil("4711", name or "")]

    send(a_batch(tmp_path / "others", class_, system="nbgrader"), lms)

    assert ("4711" in scores_sent(lms)) == sent


def test_what_a_person_decided_is_final(folder, lms):
    """The same student: first pending, with what is certain; then decided."""
    first = send(folder, lms, "--include-unfinished")
    assert scores_sent(lms)["u-9"][:2] == (50.0, "PendingManual"), first.output
    decided = [Pupil(one.id, one.name, one.points) for one in CLASS]
    a_batch(folder, decided, system="folders")

    send(folder, lms)

    assert scores_sent(lms)["u-9"][:2] == (50.0, "FullyGraded")
    assert len([one for one in lms.scores if one["userId"] == "u-7"]) == 1


def test_again_changes_nothing(folder, lms):
    """Also where the LMS keeps comments to itself, and shows no result before it is final."""
    lms.shows_comments = lms.shows_pending = False
    send(folder, lms, "--comments", "--include-unfinished")
    before = len(lms.scores)

    again = send(folder, lms, "--comments", "--include-unfinished")

    assert before == 4
    assert "0 sent, 4 there already" in again.stderr, again.output
    assert len(lms.scores) == before


def test_a_grade_that_is_open_again_is_left(folder, lms):
    """A progress without a score would take the score away."""
    lms.results[lms.item, "u-9"] = {"userId": "u-9", "resultScore": 0.5, "resultMaximum": 1}

    done = send(folder, lms)

    assert "u-9" not in scores_sent(lms)
    assert "is left" in " ".join(done.stderr.split())


def test_a_dry_run_shows_the_difference(folder, lms):
    """A result out of another maximum is shown out of the line item's; nothing is sent or kept."""
    lms.results[lms.item, "u-7"] = {"userId": "u-7", "resultScore": 0.8, "resultMaximum": 1}

    done = send(folder, lms, "--dry-run")

    row = next(line for line in done.stdout.splitlines() if "Ann Lee" in line)
    assert ("87.5" in row, "80" in row) == (True, True)
    assert (lms.scores, (folder / services.LEDGER).exists()) == ([], False)


def test_an_answer_that_was_lost_sends_nothing_twice(folder, lms):
    """The score was taken, the answer was 500: the result shows it, so no comment comes twice."""
    lms.trouble = [(500, True), (502, False), (200, True)]
    lms.shows_comments = False

    done = send(folder, lms, "--comments")

    assert done.exit_code == 0, done.output
    assert sorted(one["userId"] for one in lms.scores) == ["u-10", "u-7", "u-8", "u-9"]


def test_a_server_that_stays_down_is_reported_and_the_rest_goes_on(folder, lms):
    """The same command sends what is missing, and only that."""
    lms.trouble = [(500, False)] * 4

    first = send(folder, lms, "--comments")
    second = send(folder, lms, "--comments")

    assert (first.exit_code, second.exit_code) == (4, 0), first.output
    assert "1 sent, 3 there already" in second.stderr
    assert sorted(one["userId"] for one in lms.scores) == ["u-10", "u-7", "u-8", "u-9"]


def test_a_run_that_was_killed_while_it_sent_goes_on(tmp_path, lms):
    """Written down before, taken, not written down after: what the LMS shows decides."""
    lms.shows_comments = False
    folder = a_batch(tmp_path / "out", CLASS[:2], system="folders")
    send(folder, lms, "--comments")
    ledger = folder / services.LEDGER
    lines = ledger.read_text().splitlines()
    ledger.write_text("\n".join([*lines[:-1], lines[-1][:20]]))

    again = send(folder, lms, "--comments")

    assert "0 sent, 2 there already" in again.stderr, again.output
    assert len(lms.scores) == 2


def test_a_line_item_that_nobody_has_is_made_only_when_asked_for(folder, lms):
    """Else a wrong title would make a column; what is there is named."""
    unknown = send(folder, lms, column="HW 4")
    thought = send(folder, lms, "--create", "--dry-run", column="HW 4")
    made = send(folder, lms, "--create", column="HW 4")
    again = send(folder, lms, "--create", column="HW 4")

    assert (unknown.exit_code, thought.exit_code, made.exit_code) == (2, 0, 0), made.output
    assert "'Other', 'HW 3'" in unknown.stderr
    assert [one["label"] for one in lms.items.values()] == ["Other", "HW 3", "HW 4"]
    assert lms.items["13"] == {"label": "HW 4", "scoreMaximum": 100.0, "tag": "grader"}
    assert "0 sent, 4 there already" in again.stderr


def test_another_maximum_is_refused_or_converted(folder, lms):
    """Points out of 100 are wrong in a column of 10."""
    ten = lms.add("Ten", 10)

    assert "out of 10 points" in send(folder, lms, column="Ten").stderr
    send(folder, lms, "--scale", column="Ten")

    assert lms.results[ten, "u-7"]["resultScore"] == 8.75


def test_numbers_of_an_lms_download_find_nobody_here(tmp_path, lms):
    """Canvas' 7 is not the 7 of the school: by the name alone, where it is the only one."""
    class_ = [Pupil("10", "Ann Lee", Decimal(5)), Pupil("11", "Di Roe", Decimal(6))]

    done = send(a_batch(tmp_path / "o", class_, system="canvas"), lms)

    assert {user: sent[0] for user, sent in scores_sent(lms).items()} == {"u-7": 5.0, "u-10": 6.0}
    assert "found by the name alone" in " ".join(done.stderr.split())


def test_everybody_with_an_awkward_name_gets_their_own(tmp_path, lms):
    """More than thirty; what goes in under an id comes back under it."""
    class_ = [Pupil(f"00{at}", name, Decimal(at)) for at, name in enumerate(AWKWARD)]
    lms.members[:] = [member(one.id, one.name) for one in reversed(class_)]

    done = send(a_batch(tmp_path / "o", class_, system="folders"), lms)

    assert done.exit_code == 0, done.output
    assert {user: sent[0] for user, sent in scores_sent(lms).items()} == {
        f"u-{one.id}": float(one.points) for one in class_
    }
    assert len(lms.scores) >= 30


def test_an_lms_that_is_busy_is_given_time(folder, lms):
    """429, then on."""
    lms.trouble = [(429, False), (503, False)]

    done = send(folder, lms)

    assert (done.exit_code, lms.waited) == (0, [1.0, 2.0])
    assert len(lms.scores) == 4
