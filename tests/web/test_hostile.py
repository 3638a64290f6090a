"""The page for people who grade, full of what students attack it with."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from grader.model.graded.finding import IntegrityFinding
from grader.report.prose import _CLASSES, _TAGS
from tests.hostile.corpus import read_corpus
from tests.hostile.marked import MARK
from tests.web.classes import a_class
from tests.web.conftest import ReviewPage, page_of

pytestmark = pytest.mark.usefixtures("shared_processes")

ATTACKS = [attack for attack in read_corpus() if attack.kind in ("report", "review")]
Q1 = "q1.answered"
MOST_TYPED = 2_000
"""Of what a form is sent."""
OF_PROSE = {(tag, name) for tag in _TAGS for name in ("", "dir", "title", "lang")} | {
    ("a", "href"),
    ("a", "rel"),
    ("ol", "start"),
    *((tag, "class") for tag in _CLASSES),
}
"""What the cleaned Markdown may consist of; none of it acts."""
CLASSES_OF_PROSE = {(tag, name) for tag, names in _CLASSES.items() for name in names}


class Elements(HTMLParser):
    """Which elements with which attributes a page has, and what its keys and addresses are."""

    def __init__(self, page: str):
        super().__init__()
        self.found, self.keys, self.addresses, self.ids = set(), [], set(), []
        self.classes = set()
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.found |= {(tag, name) for name, _ in attributes} | {(tag, "")}
        values = dict(attributes)
        self.classes |= {(tag, name) for name in (values.get("class") or "").split()}
        self.keys += [values["data-key"]] if "data-key" in values else []
        self.ids += [values["id"]] if "id" in values else []
        self.addresses |= {
            values[name] for name in ("src", "action", "hx-get", "hx-post") if name in values
        }


def text_of(attack) -> str:
    """What the attack writes."""
    names: dict = {}
    exec(compile(attack.source, attack.name, "exec"), names)
    text = names["text"].replace("@MARK@", MARK).replace("@URL@", "http://evil.example")
    return text.replace("@FILE@", "file:///etc/passwd").encode("utf-8", "replace").decode()


def full_of(texts: dict[str, str], folder) -> ReviewPage:
    """A class in which answers, names, notebooks, observations, comments and rubric items hold the
    texts, a student for each.
    """
    page = page_of(
        a_class(
            folder,
            {name: {"q1": text, "q3": f"Words.\n\n{text}"} for name, text in texts.items()},
            contexts={name: {"q1": text} for name, text in texts.items()},
            integrity={
                name: (IntegrityFinding("tampering", "serious", text, (text,)),)
                for name, text in texts.items()
            },
            called=texts,
            notebooks=texts,
        )
    )
    browser, second = page.browser(), page.browser("second")
    browser.post("/names")
    browser.post("/second", percent="100")
    for name, text in texts.items():
        path, typed = page.path(name, Q1), text[:MOST_TYPED]
        browser.post(f"/q/{Q1}/items", points="-1", words=typed, note=typed)
        browser.post(f"{path}/save", points="4", comment=typed)
        second.post(path.replace("/q/", "/second/"), points="3", comment=typed)
        appeal = {"finding": Q1, "words": typed, "answer": typed}
        browser.post(path.replace(f"/q/{Q1}", "/student") + "/appeal", **appeal)
    return page


def of_the_class(page: ReviewPage) -> dict[str, str]:
    """The pages about all, by their addresses."""
    browser, question = page.browser(), f"/q/{Q1}"
    addresses = (
        *("/", "/students", "/integrity", "/appeals", "/second"),
        *(f"{question}/all", f"{question}/groups", f"{question}/items"),
    )
    return {address: browser.get(address).text for address in addresses}


def of_a_student(page: ReviewPage, name: str) -> dict[str, str]:
    """The pages about one."""
    browser, path = page.browser(), page.path(name, Q1)
    return {
        "answer": browser.get(path).text,
        "cells": browser.get(f"{path}/cells?every=1").text,
        "settle": browser.get(f"{path}/settle").text,
        "student": browser.get(path.replace(f"/q/{Q1}", "/student")).text,
        "conflict": page.browser("ben").post(f"{path}/save", points="1", seen="").text,
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Everybody attacks."""
    texts = {f"student{number:02}": text_of(attack) for number, attack in enumerate(ATTACKS)}
    return full_of(texts, tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def harmless(tmp_path_factory):
    """Nobody does."""
    texts = {f"student{number:02}": f"Words {number}." for number in range(len(ATTACKS))}
    return full_of(texts, tmp_path_factory.mktemp("harmless"))


def assert_the_same_parts(text: str, usual: Elements, where: str) -> None:
    """No element, attribute, key, address or id but those that a harmless class has, and prose."""
    found = Elements(text)
    assert found.found - usual.found - OF_PROSE == set(), where
    assert found.classes - usual.classes - CLASSES_OF_PROSE == set(), where
    assert set(found.keys) <= set(usual.keys), where
    assert set(found.ids) <= set(usual.ids), where
    assert len(found.ids) == len(set(found.ids)), where
    assert not any("evil" in (address or "") for address in found.addresses), where


def test_nothing_of_a_students_acts_on_the_pages_of_the_class(hostile, harmless):
    """Lists, groups, rubric, observations, appeals."""
    usual = of_the_class(harmless)

    for where, text in of_the_class(hostile).items():
        assert_the_same_parts(text, Elements(usual[where]), where)


@pytest.mark.parametrize("number", range(len(ATTACKS)), ids=lambda number: ATTACKS[number].name)
def test_nothing_of_a_students_acts_on_its_own_pages(number, hostile, harmless):
    """The answer, the notebook around it, all findings, both sides of a conflict."""
    name = f"student{number:02}"
    usual = of_a_student(harmless, name)

    for where, text in of_a_student(hostile, name).items():
        assert_the_same_parts(text, Elements(usual[where]), where)
