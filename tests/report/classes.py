"""Classes of any size, made of synthetic results."""

from __future__ import annotations

import random
from dataclasses import replace

from grader.model.graded.finding import FindingStatus, IntegrityFinding
from tests.report import cases

FIRST = ("Ada", "Ben", "Chidi", "Dana", "Emre", "Fatou", "Gül", "Hiro", "Inés", "Jürgen", "Kofi")
LAST = ("Byron", "Okafor", "Müller", "Nakamura", "Silva", "O'Neil", "van den Berg", "Šimić")


SAME = "The cells of this notebook are the same, word for word, as those of another hand-in."


def a_class(assignment, size: int, *, seed: int = 7):
    """`size` results with their paths: some good, some not, with curves of their own."""
    chance = random.Random(seed)
    return [
        (_one(assignment, number, chance), f"submissions/{number}/report.html")
        for number in range(size)
    ]


def _one(assignment, number: int, chance: random.Random):
    skill = chance.betavariate(4, 2)
    statuses: dict[str, FindingStatus] = {}
    for part in assignment.parts:
        for check in part.checks:
            lost = chance.random() > skill
            if lost:
                statuses[check.id.replace(".", "__")] = chance.choice(("failed", "partial"))
            elif check.check == "question_answered" and number % 3:
                statuses[check.id.replace(".", "__")] = "passed"
    result = cases.broken_half_way(assignment) if number % 9 == 8 else cases.perfect(assignment)
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    grade = cases.grade(cases.findings(assignment, **statuses), integrity=result.grade.integrity)
    return replace(
        result,
        path=f"hand-ins/{number}.ipynb",
        submission=cases.submission(name if number % 25 else None, f"hand-ins/{number}.ipynb"),
        grade=grade,
        evidence=replace(
            result.evidence, runs=tuple(_worse(run, skill) for run in result.evidence.runs)
        ),
        origin=replace(result.origin, late=number % 13 == 5),
    )


def _worse(run, skill: float):
    """The same run, learning as well as who ran it."""
    factor = 0.6 + 0.4 * skill**0.3
    return replace(
        run,
        history={
            name: tuple(
                value * factor if "accuracy" in name else value / factor for value in values
            )
            for name, values in run.history.items()
        },
    )


def alike(pairs, *groups: tuple[int, ...], identical: frozenset[tuple[int, int]] = frozenset()):
    """The same class, in which the hand-ins of each group are alike; and what they are called."""
    names = {link: f"{number}.ipynb" for number, (_, link) in enumerate(pairs)}
    found = list(pairs)
    for group in groups:
        for one in group:
            others = [other for other in group if other != one]
            same = [other for other in others if (min(one, other), max(one, other)) in identical]
            near = [other for other in others if other not in same]
            doubts = tuple(
                IntegrityFinding(kind, "info", SAME, others=_called(which))
                for kind, which in (("identical_submission", same), ("similar_submission", near))
                if which
            )
            result, link = found[one]
            grade = replace(result.grade, integrity=result.grade.integrity + doubts)
            found[one] = replace(result, grade=grade), link
    return found, names


def _called(numbers: list[int]) -> tuple[str, ...]:
    return tuple(f"{number}.ipynb" for number in numbers)
