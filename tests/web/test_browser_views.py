"""Every view of the page for graders, in Debian's chromium."""

from __future__ import annotations

import re

import pytest

from grader.model.graded.finding import IntegrityFinding
from tests.web.chromium import CHROMIUM, arrive, chromium, go, press, reviewing, violations
from tests.web.classes import a_class
from tests.web.conftest import THREE, page_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"),
]


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
