"""Classes of hand-ins that nobody has to run: records as a batch keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

from grader.batch.saving import save
from grader.grading import grade, subjects_of
from grader.model.assignment import Assignment
from grader.model.evidence import Answer, Evidence
from grader.model.graded.finding import Finding, IntegrityFinding
from grader.model.graded.result import Result
from grader.model.hand_in import HandIn, Intake
from grader.model.submission import Cell, Notebook, Picture, Student, Submission
from grader.pipeline import open_assignment
from grader.store import BatchFolder, Key
from grader.web.reviewing.questions import ANSWERED

QUESTIONS = ("todo1", "q1", "q2", "q3", "todo3", "q4")
OVERFITS = "The validation loss was lowest in epoch 12 of 100 (0.0712) and ended at 0.1402."
HOLDS = "The validation loss was lowest at the end (0.0153): it had not turned."


@cache
def mnist() -> Assignment:
    """The bundled assignment."""
    return open_assignment("mnist")[0]


def a_class(
    folder: Path,
    answers: Mapping[str, Mapping[str, str]],
    *,
    contexts: Mapping[str, Mapping[str, str]] | None = None,
    integrity: Mapping[str, tuple[IntegrityFinding, ...]] | None = None,
    pictures: Mapping[str, tuple[Picture, ...]] | None = None,
    notebook: str = "",
    notebooks: Mapping[str, str] | None = None,
    called: Mapping[str, str] | None = None,
) -> BatchFolder:
    """A folder as a batch leaves it: by student, the answers by part; everything else passed.

    `notebook`, or each student's own of `notebooks`, stands in a cell after the answers; `called`
    gives students other names.
    """
    store = BatchFolder(folder)
    for name, texts in answers.items():
        reported = (contexts or {}).get(name, {})
        pasted = (pictures or {}).get(name, ())
        result = a_result(
            name,
            texts,
            contexts=reported,
            integrity=(integrity or {}).get(name, ()),
            pictures=pasted,
            notebook=(notebooks or {}).get(name, notebook),
            called=(called or {}).get(name, name),
        )
        place = store.for_hand_in(f"{name}.ipynb")
        place.prepare()
        save(place, result, Key(name, "execution", "examination", "decision"), content=name)
        place.html.write_text(f"<!doctype html><title>{len(name)}</title>", "utf-8")
    hand_ins = tuple(HandIn(name=name, key=f"{name}.ipynb", notebook=None) for name in answers)
    store.write_intake(Intake("plain", hand_ins))
    return store


def a_result(
    name: str,
    texts: Mapping[str, str],
    *,
    contexts: Mapping[str, str],
    integrity: tuple[IntegrityFinding, ...] = (),
    pictures: tuple[Picture, ...] = (),
    notebook: str = "",
    called: str = "",
) -> Result:
    """What is known of one hand-in."""
    assignment = mnist()
    cells = tuple(
        Cell(number, "markdown", texts.get(part, "")) for number, part in enumerate(QUESTIONS)
    )
    if notebook:
        cells = (*cells, Cell(len(cells), "code", notebook))
    evidence = Evidence(
        answers=tuple(
            Answer(
                part,
                texts.get(part, ""),
                (number,),
                "It stands below the question.",
                (contexts[part],) if part in contexts else (),
                pictures if part == "q1" else (),
            )
            for number, part in enumerate(QUESTIONS)
        )
    )
    graded = grade(assignment, _findings(assignment, texts), integrity=integrity)
    graded = replace(graded, subjects=subjects_of(assignment, evidence, of_texts={ANSWERED}))
    submission = Submission(Student(name=called or name), f"{name}.ipynb", name, Notebook(cells))
    return Result("mnist", submission, f"{name}.ipynb", "saved", graded, evidence=evidence)


def _findings(assignment: Assignment, texts: Mapping[str, str]) -> tuple[Finding, ...]:
    findings = []
    for part in assignment.parts:
        for check in part.checks:
            asked = check.check == ANSWERED
            there = bool(texts.get(part.id, "").strip())
            status = ("needs_review" if there else "failed") if asked else "passed"
            points = Decimal(0) if asked else check.points
            findings.append(
                Finding(
                    check.id, part.id, check.title or part.title, status, points, check.points, "…"
                )
            )
    return tuple(findings)
