"""A class of thirty graded to the end in Debian's chromium, by keyboard alone."""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from grader.model.graded.decision import PointsGiven
from grader.model.graded.finding import IntegrityFinding
from grader.review import Book, standing
from grader.store import BatchFolder
from tests.web.chromium import CHROMIUM, arrive, chromium, go, press, reviewing, saved, violations
from tests.web.classes import HOLDS, OVERFITS, QUESTIONS, a_class, mnist

STUDENTS = 30
MOST_STEPS = 60
FINDINGS = (
    "todo1.answered",
    "q1.answered",
    "q2.answered",
    "q3.answered",
    "todo3.comment",
    "q4.answered",
)
KINDS = (
    "No, there is no overfitting because both curves stay close together.",
    "Yes: the validation loss rises from the twelfth epoch on while the training loss falls.",
    "I would say it depends on what is meant by overfitting, and the picture does not tell.",
)

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory) -> BatchFolder:
    """Thirty students with six answers each; some are empty, one is observed."""
    answers, contexts = {}, {}
    for number in range(STUDENTS):
        name = f"student{number:02}"
        texts = {part: f"My answer number {number} to {part}: $x_{number}$" for part in QUESTIONS}
        texts["q3"] = KINDS[number % 3] if number % 10 else ""
        answers[name] = texts
        contexts[name] = {"q3": HOLDS if number % 3 != 1 else OVERFITS}
    seen = IntegrityFinding("trained_on_test", "serious", "The test set was trained on.")
    return a_class(
        tmp_path_factory.mktemp("class") / "graded",
        answers,
        contexts=contexts,
        integrity={"student03": (seen,)},
    )


def grade_all(page, digit: str, points: str) -> int:
    """Grade every answer that waits for a question with the same points; how many they were."""
    go(page, digit)
    for count in range(MOST_STEPS):
        if page.url.endswith("/all"):
            return count
        press(page, "p")
        page.keyboard.insert_text(points)
        press(page, "Escape")
        saved(page)
        go(page, "Enter")
    raise AssertionError("it does not end")


def test_a_class_is_graded_to_the_end_by_keyboard(store):
    """Six questions, groups, a conflict, undo, second marking; then the export has the points."""
    with reviewing(store.path, "anna", "ben") as running, chromium() as browser:
        anna, ben = arrive(browser, running.links["anna"]), arrive(browser, running.links["ben"])
        two_at_one_answer(anna, ben)
        comment_and_undo(ben)
        counts = []
        for digit, points in (("1", "1"), ("2", "2,5"), ("3", "2,5"), ("5", "2"), ("6", "2.5")):
            go(anna, "q")
            assert violations(anna) == []
            counts.append(grade_all(anna, digit, points))
            assert violations(anna) == []
        assert counts == [STUDENTS, STUDENTS - 1, *3 * [STUDENTS]]
        go(anna, "q")
        student_by_student(anna)
        go(anna, "q")
        assert by_groups(anna, "4") < 10
        second_marking(ben)
        settle_the_differences(anna)
        the_other_views(ben)
        assert (anna.troubles, ben.troubles) == ([], [])
        said = running.end()

    assert "grades written" in said
    assert_exported(store)


def two_at_one_answer(anna, ben) -> None:
    """The second one sees that the first is there, then both sides, and decides."""
    go(anna, "2")
    ben.goto(anna.url)
    assert "anna is at this answer" in ben.inner_text("#lease")
    for page, points in ((anna, "3"), (ben, "5")):
        press(page, "p")
        page.keyboard.insert_text(points)
        press(page, "Escape")
        if page is anna:
            saved(page)
    ben.wait_for_selector("#mine")
    assert violations(ben) == []
    go(ben, "2")
    assert ben.input_value("#points") == "5"


def comment_and_undo(page) -> None:
    """What was typed is saved by itself, taken back, and the page is at the same place."""
    before = page.url
    press(page, "c")
    page.keyboard.insert_text("Seen twice.")
    press(page, "Escape")
    go(page, "j")
    go(page, "u")
    assert page.url == before
    assert page.input_value("#comment") == ""
    assert page.input_value("#points") == "5"


def by_groups(page, digit: str) -> int:
    """Grade a question group by group; how many groups there were."""
    go(page, digit)
    press(page, "m", "b", "v")
    page.wait_for_selector("#cells .cell")
    assert violations(page) == []
    go(page, "l")
    go(page, "g")
    assert violations(page) == []
    go(page, "1")
    assert violations(page) == []
    for count in range(MOST_STEPS):
        if page.url.endswith("/groups"):
            return count
        press(page, "f")
        go(page, "Enter")
    raise AssertionError("it does not end")


def student_by_student(page) -> None:
    """What is left of the first student, then the next one's."""
    for key in ("a", "Enter", "Enter"):
        go(page, key)
    met = []
    for _ in range(2):
        met.append(page.inner_text("p.caption a[data-key=t]"))
        press(page, "f")
        saved(page)
        go(page, "Enter")
    assert len(set(met)) == 2


def second_marking(page) -> None:
    """Mark again what another gave, without seeing it; one mark is taken back and given again."""
    go(page, "d")
    assert violations(page) == []
    press(page, "p")
    page.keyboard.insert_text("40")
    go(page, "Enter")
    undone = False
    while (question := page.query_selector("main a[data-key]:not([data-key=s])")) is not None:
        go(page, question.get_attribute("data-key"))
        assert violations(page) == []
        while re.search("/second/.+", page.url):
            here = page.url
            press(page, "f")
            go(page, "Enter")
            if not undone:
                go(page, "u")
                assert page.url == here
                undone = True
    assert re.search(r"[1-9] of \d", page.inner_text("table"))
    assert violations(page) == []


def settle_the_differences(page) -> None:
    """The first grader's counts, the second's, then a third, until nothing differs."""
    go(page, "d")
    go(page, "s")
    assert violations(page) == []
    for count in range(4 * MOST_STEPS):
        if page.url.endswith("/second"):
            assert count > 3
            if page.query_selector("[data-key=s]") is None:
                return
            go(page, "s")
        if count % 3 == 2:
            press(page, "p")
            page.keyboard.insert_text("1.5")
            press(page, "Escape")
        go(page, ("1", "2", "Enter")[count % 3])
    raise AssertionError("it does not end")


def the_other_views(page) -> None:
    """Observations, students, appeals, rubric, and the list of keys."""
    for key in ("i", "y", "a", "Enter"):
        go(page, key)
        assert violations(page) == []
    go(page, "i")
    go(page, "1")
    page.wait_for_selector("text=Confirmed by ben")
    go(page, "q")
    press(page, "?")
    assert "all students" in page.inner_text("#key-list")
    assert violations(page) == []
    press(page, "Escape")
    go(page, "3")
    go(page, "e")
    press(page, "p")
    page.keyboard.insert_text("-1")
    press(page, "Tab")
    page.keyboard.insert_text("No reason given")
    go(page, "Enter")
    assert violations(page) == []


def assert_exported(store: BatchFolder) -> None:
    """The table holds the points that people gave, and waits for nobody."""
    stands = {
        (one.hand_in, one.what.finding): one.what.points
        for one in standing(Book(store.path).all())
        if isinstance(one.what, PointsGiven)
    }
    certain = sum(
        check.points for part in mnist().parts for check in part.checks if check.id not in FINDINGS
    )
    rows = exported(store.path)
    assert {row["status"] for row in rows} == {"graded"}
    assert len(rows) == STUDENTS
    for row in rows:
        name = store.for_hand_in(f"{row['name']}.ipynb").name
        given = sum(stands[name, finding] for finding in FINDINGS)
        assert Decimal(row["points"]) == min(mnist().points_possible(), certain + given)


def exported(folder: Path) -> list[dict[str, str]]:
    """The table of the grades."""
    command = [sys.executable, "-m", "grader.cli", "export", str(folder), "--to", "csv"]
    text = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
    return list(csv.DictReader(io.StringIO(text.lstrip("\N{BYTE ORDER MARK}"))))
