"""A class of thirty graded to the end in Debian's chromium, by keyboard alone."""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from grader.model.graded.decision import PointsGiven
from grader.model.graded.finding import IntegrityFinding
from grader.review import Book, standing
from grader.store import BatchFolder
from tests.web.classes import HOLDS, OVERFITS, QUESTIONS, a_class, mnist
from tests.web.conftest import THREE, page_of

CHROMIUM = shutil.which("chromium")
AXE = Path(__file__).parent / "axe" / "axe.min.js"
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
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


@dataclass
class Running:
    """`grader review` as an operator starts it."""

    process: subprocess.Popen
    links: dict[str, str]

    def end(self) -> str:
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=300)[0]


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


@contextmanager
def reviewing(folder: Path, *graders: str) -> Iterator[Running]:
    command = [sys.executable, "-m", "grader.cli", "review", str(folder), "--no-reports"]
    for grader in graders:
        command += ["--grader", grader]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    links: dict[str, str] = {}
    while len(links) < len(graders):
        line = process.stdout.readline()
        assert line, "grader review ended"
        if found := re.match(r"(\w+): (http\S+)", line):
            links[found[1]] = found[2]
    try:
        yield Running(process, links)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


@contextmanager
def chromium() -> Iterator[object]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this test needs it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def arrive(browser, link: str):
    """A page of a browser of its own, in which no error is overlooked."""
    page = browser.new_context().new_page()
    page.set_default_timeout(60_000)
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on(
        "console", lambda said: page.troubles.append(said.text) if said.type == "error" else None
    )
    page.goto(link)
    return page


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def go(page, key: str) -> None:
    """Press a key that leads to another page, and wait until it is there."""
    with page.expect_navigation():
        page.keyboard.press(key)


def saved(page) -> None:
    page.locator("#saved", has_text="Saved").wait_for()


def violations(page) -> list[str]:
    """What axe-core finds wrong with the page as it is: wide and light, narrow and dark."""
    found = []
    for size, scheme in ((WIDE, "light"), (NARROW, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AXE.read_text("utf-8"))
        for one in page.evaluate("axe.run().then(result => result.violations)"):
            nodes = [node["html"][:200] for node in one["nodes"]]
            found.append(f"{page.url}, {scheme}: {one['id']}: {nodes}")
        if page.evaluate(TOO_WIDE):
            found.append(f"{page.url}: wider than {size['width']} px")
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    return found


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


def test_every_view_is_for_everybody(tmp_path):
    """axe-core finds nothing on any of them, with names, problems and both sides of everything."""
    observed = IntegrityFinding(
        "trained_on_test", "serious", "The test set was trained on.", ("x",)
    )
    page = page_of(a_class(tmp_path, THREE, integrity={"ada": (observed,)}))
    addresses = filled(page)
    with reviewing(page.store.path, "anna") as running, chromium() as browser:
        anna, found = arrive(browser, running.links["anna"]), []
        for address in addresses:
            anna.goto(running.links["anna"].partition("/enter")[0] + address)
            for key in ("m", "b", "v"):
                if anna.query_selector(f"summary[data-key={key}]"):
                    press(anna, key)
            if anna.query_selector("#cells"):
                anna.wait_for_selector("#cells .cell")
            found += violations(anna)
        press(anna, "?")
        assert found + violations(anna) == []


def test_no_key_is_dropped_and_nothing_typed_is_lost(tmp_path):
    """Keys as quick as they can be pressed; leaving in the middle of a word, by key or by force."""
    page, q1 = page_of(a_class(tmp_path, THREE)), "q1.answered"
    for number in range(3):
        page.browser("ben").post(f"/q/{q1}/items", points="-1", words=f"Slip {number}")
    with reviewing(page.store.path, "anna") as running, chromium() as browser:
        anna = arrive(browser, running.links["anna"])
        home = running.links["anna"].partition("/enter")[0]

        anna.goto(home + page.path("ada", q1))
        with anna.expect_navigation():
            press(anna, "1", "2", "3", "Enter")
        ada = page.finding("ada", q1)
        assert len(ada.override.rubric_items) == 3
        assert ada.points == 2

        anna.goto(home + page.path("bob", q1))
        press(anna, "p")
        anna.keyboard.insert_text("3")
        press(anna, "Tab", "Tab", "Tab")
        anna.keyboard.insert_text("In the middle of a wo")
        press(anna, "Escape")
        go(anna, "q")
        assert page.finding("bob", q1).override.comment == "In the middle of a wo"

        anna.goto(home + page.path("cem", q1))
        press(anna, "p")
        anna.keyboard.insert_text("4")
        anna.goto(home)
        anna.goto(home + page.path("cem", q1))
        assert anna.input_value("#points") == "4"
        assert page.finding("cem", q1).points == 4

        press(anna, "p")
        anna.keyboard.insert_text("44")
        press(anna, "Escape", "q")
        anna.locator("#saved", has_text="give 0 to 5 points").wait_for()
        assert anna.url == home + page.path("cem", q1)


def test_formulas_are_typeset_wherever_they_stand(tmp_path):
    """In the answer, and in the cells that are opened later; what can't be stays as written."""
    written = r"So $x^2$, \(y\) and $\nobody{z}$:" + "\n\n" + r"$$\frac{a}{b}$$"
    page = page_of(a_class(tmp_path, {"ada": {"q1": written}}))
    with reviewing(page.store.path, "anna") as running, chromium() as browser:
        anna = arrive(browser, running.links["anna"])
        home = running.links["anna"].partition("/enter")[0]
        anna.goto(home + page.path("ada", "q1.answered"))
        anna.wait_for_selector(".answer-card svg.formula.display")
        press(anna, "b")
        anna.wait_for_selector("#cells svg.formula.display")

        assert anna.locator(".answer-card svg.formula").count() == 3
        assert anna.inner_text(".answer-card code.formula") == r"$\nobody{z}$"
        assert violations(anna) == []
        assert anna.troubles == []


def filled(page) -> list[str]:
    """Something on every view of the page; the addresses of all views."""
    q1, anna, ben = "q1.answered", page.browser("anna"), page.browser("ben")
    anna.post("/names")
    anna.post("/second", percent="100")
    anna.post(f"/q/{q1}/items", points="-1", words="No reason given", note="Look at the curves")
    for name, points in (("ada", "2"), ("bob", "3")):
        ben.post(f"{page.path(name, q1)}/save", points=points, comment="Too short.\n\nSo.")
    ada, bob = page.path("ada", q1), page.path("bob", q1)
    anna.post(ada.replace("/q/", "/second/"), points="4", comment="Enough.")
    ben.post(f"{page.path('bob', 'q3.answered')}/mark", kind="second opinion")
    student = ada.replace(f"/q/{q1}", "/student")
    anna.post(f"{student}/appeal", finding=q1, words="But!", answer="No.")
    group = re.search(rf"/q/{q1}/groups/\w+", anna.get(f"/q/{q1}/groups").text)[0]
    return [
        *("/", "/students", "/integrity", "/appeals", "/second", "/written", "/nothing-here"),
        *(f"/q/{q1}/{one}" for one in ("all", "groups", "items", "opinion")),
        *(group, student, ada, f"{ada}?along=student", f"{ada}/settle"),
        *(bob.replace("/q/", "/second/"), page.path("cem", "q3.answered"), f"/q/{q1}/ffff"),
    ]
