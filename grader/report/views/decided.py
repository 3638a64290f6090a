"""Shows what people decided: to the student in the grader's words, to the instructor in a line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from grader.model.graded.decision import (
    AppealAnswered,
    AppliedDecision,
    Flag,
    ObservationJudged,
    PointsGiven,
)
from grader.model.graded.finding import Finding
from grader.model.graded.grade import Grade
from grader.report.text import one_line, shortened
from grader.text.points import points_as_text

_LONGEST = 4_000
_MOST_ITEMS = 30
_MOST_NAMED = 8
_MOST_APPEALS = 5
FLAG_WORDS: dict[Flag, str] = {
    "finding_gone": "does not count: what it was about is no longer found",
    "answer_changed": "does not count: the student has handed in something else since",
    "question_changed": "counts; the question has been put otherwise since",
    "over_possible": "counts as the maximum: fewer points are possible now",
}


@dataclass(frozen=True, slots=True)
class AppealView:
    """What a student objected, and the answer."""

    words: str
    outcome: str
    answer: str


@dataclass(frozen=True, slots=True)
class DecidedView:
    """What people said about one finding."""

    given: str
    """A sentence; empty where no person gave points."""
    comment: str
    items: tuple[str, ...]
    """Of the rubric."""
    by: str
    """Who and when."""
    older: str
    """Of a decision that does not count any more; empty where there is none."""
    appeals: tuple[AppealView, ...]


def decided_view(finding: Finding, grade: Grade, *, names: bool) -> DecidedView | None:
    """What people said about `finding`, with their names where these may be shown; None where
    nobody said anything.
    """
    about = [one for one in grade.decisions if _finding_of(one) == finding.id]
    given = finding.override
    older = next((one for one in about if one.flag == "answer_changed"), None)
    appeals = [one.what for one in about if isinstance(one.what, AppealAnswered)]
    if given is None and older is None and not appeals:
        return None
    return DecidedView(
        given=_given(finding),
        comment=shortened(given.comment.strip(), _LONGEST) if given else "",
        items=tuple(one_line(one, 300) for one in given.rubric_items[:_MOST_ITEMS])
        if given
        else (),
        by=_by(given.author if names else "", given.time) if given else "",
        older=_older(older) if older else "",
        appeals=tuple(_appeal_view(one) for one in appeals[:_MOST_APPEALS]),
    )


def decision_lines(grade: Grade) -> Iterator[str]:
    """A line for every decision, for the instructor: who decided what, and whether it counts."""
    titles = {finding.id: finding.title for finding in grade.findings}
    observations = {
        observation.key: observation.kind.replace("_", " ") for observation in grade.integrity
    }
    for one in grade.decisions:
        about = _about(one)
        title = titles.get(about) or observations.get(about) or about
        said = _said(one)
        flag = f" ({FLAG_WORDS[one.flag]})" if one.flag else ""
        yield one_line(f"{title}: {said}, {_by(one.decision.author, one.decision.time)}{flag}", 600)


def deciders(grades: Iterable[Grade]) -> str:
    """Who decided how much of a class: `Ada (10), Bob (4)`; empty where nobody did anything."""
    by = Counter(one.decision.author for grade in grades for one in grade.decisions)
    named = [f"{one_line(author, 60)} ({number})" for author, number in by.most_common(_MOST_NAMED)]
    more = [f"{len(by) - _MOST_NAMED} more"] * (len(by) > _MOST_NAMED)
    return ", ".join([*named, *more])


def flagged(decisions: Sequence[AppliedDecision]) -> int:
    """How many of them a person should look at again."""
    return sum(one.flag is not None for one in decisions)


def _finding_of(one: AppliedDecision) -> str:
    return "" if isinstance(one.what, ObservationJudged) else one.what.finding


def _about(one: AppliedDecision) -> str:
    return one.what.observation if isinstance(one.what, ObservationJudged) else one.what.finding


def _said(one: AppliedDecision) -> str:
    match one.what:
        case PointsGiven(points=points, comment=comment):
            return f"{points_as_text(points)} points" + (f" – {comment}" if comment else "")
        case ObservationJudged(verdict=verdict):
            why = one.decision.why
            return f"observation {verdict}" + (f" – {why}" if why else "")
        case AppealAnswered(granted=granted, answer=answer):
            return f"appeal {'granted' if granted else 'refused'} – {answer}"


def _given(finding: Finding) -> str:
    before = finding.automatic
    if finding.override is None or before is None:
        return ""
    points, possible = points_as_text(finding.points), points_as_text(finding.points_possible)
    given = f"A person gave {points} of {possible} points"
    if before.status == "needs_review":
        return f"{given}."
    return f"{given}; the program had found {points_as_text(before.points)}."


def _by(author: str, time: str) -> str:
    day = time[:10]
    return one_line(f"{author}, {day}" if author else day, 120)


def _older(one: AppliedDecision) -> str:
    what, day = one.what, one.decision.time[:10]
    points = points_as_text(what.points) if isinstance(what, PointsGiven) else ""
    return (
        f"The {points} points that a person gave on {day} were for an earlier hand-in; a person "
        f"will look again."
    )


def _appeal_view(what: AppealAnswered) -> AppealView:
    return AppealView(
        words=shortened(what.words.strip(), _LONGEST),
        outcome="granted" if what.granted else "not granted",
        answer=shortened(what.answer.strip(), _LONGEST),
    )
