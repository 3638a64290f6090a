"""Answers that are compared in a process of its own."""

import psutil
import pytest

from grader.errors import PrerequisiteError
from grader.web.comparing import Comparer, Grouping
from grader.web.reviewing.alike import alike
from grader.web.reviewing.similar import groups

TEXTS = ("No overfitting at all, both fall.", "no overfitting at all; both fall", "Ten \udcff 答案")
Q3 = "q3.answered"


def children() -> set[int]:
    return {one.pid for one in psutil.Process().children(recursive=True)}


def test_another_process_finds_the_same_and_ends():
    """Whatever characters; one text needs no process."""
    before, comparer = children(), Comparer()

    assert comparer.labels(("alone",), ("",)) == (0,)
    assert children() == before

    assert comparer.labels(TEXTS, ("",) * 3) == alike(TEXTS, ("",) * 3)

    comparer.rest()
    assert children() == before


def test_a_process_that_fails_is_told(monkeypatch):
    """Not a traceback, and the next request starts it again."""
    monkeypatch.setattr("grader.web.comparing.START", "raise SystemExit(3)")

    with pytest.raises(PrerequisiteError, match="groups can't be proposed"):
        Comparer().labels(TEXTS, ("",) * 3)


def test_all_questions_are_compared_once_for_all_graders(three):
    """While the first page is read; whoever opens groups then waits for nothing."""
    asked, done = [], []

    def compare(texts, evidence):
        asked.append(texts)
        return alike(texts, evidence)

    grouping = Grouping(compare, rest=lambda: done.append(True))
    grouping._group_beforehand(three.reviewed, grouping._rest)
    for grader in ("anna", "ben"):
        groups(three.reviewed, three.reviewed.question(Q3), grader, grouping.labels)

    assert len(asked) == len(set(asked)) <= len(three.reviewed.questions())
    assert done == [True]
