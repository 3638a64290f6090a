"""Says which excused mutants of an assignment's file no mutant is called after."""

from __future__ import annotations

from grader.assignment import FILE_NAME, nearest, read_document
from grader.errors import ConfigError, Problem
from grader.model.assignment import Assignment
from grader.mutation.plan import mutant_names


def excuse_problems(assignment: Assignment) -> list[Problem]:
    """Everything that is wrong with the section `excused`, with its line."""
    if not assignment.excused:
        return []
    document = read_document(assignment.folder / FILE_NAME)
    names = mutant_names(assignment)
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, excuse in enumerate(assignment.excused):
        place = ("excused", number, "mutant")
        if excuse.mutant not in names:
            message = f"no mutant is called {excuse.mutant!r}" + nearest(excuse.mutant, names)
            problems.append(document.problem(place, message))
        elif excuse.mutant in seen:
            problems.append(document.problem(place, f"{excuse.mutant!r} is excused twice"))
        if not excuse.reason.strip():
            reason = ("excused", number, "reason")
            problems.append(document.problem(reason, "expected some words, got none"))
        seen.add(excuse.mutant)
    return problems


def reasons(assignment: Assignment) -> dict[str, str]:
    """By mutant, why it is excused. Raises ConfigError where a name is unknown."""
    problems = excuse_problems(assignment)
    if problems:
        raise ConfigError(problems)
    return {excuse.mutant: " ".join(excuse.reason.split()) for excuse in assignment.excused}
