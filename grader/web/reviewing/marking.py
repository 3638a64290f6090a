"""Writes down what a grader decides: points, rubric items, a whole group, and taking it back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Literal

from grader.model.graded.decision import Decision, PointsGiven, Undone, taken_back
from grader.pipeline import basis_of
from grader.review import Draft
from grader.web.reviewing.reviewed_class import Item, ReviewedClass
from grader.web.reviewing.tables import RubricItem

DecisionSeen = int | Literal["any"] | None
"""Id of the decision that the grader saw, None where there was none; `any` asks for nothing."""
LONGEST_COMMENT = 20_000
LONGEST_WORDS = 300
"""Of a rubric item."""
_NUMBER = re.compile(r"[+-]?\d{1,7}(?:[.,]\d{1,6})?")


class NotPointsError(ValueError):
    """What was typed is not a number of points that can be given."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a grader gives for an answer."""

    points: Decimal
    comment: str = ""
    items: tuple[str, ...] = ()
    """Labels of rubric items."""


def points_in(text: str, *, least: Decimal, most: Decimal) -> Decimal:
    """The points that `text` states; raises NotPointsError with a sentence for the grader."""
    written = text.strip().replace("−", "-")
    if not _NUMBER.fullmatch(written):
        raise NotPointsError(f"“{text.strip()[:40]}” is not a number of points.")
    try:
        points = Decimal(written.replace(",", "."))
    except InvalidOperation:
        raise NotPointsError(f"“{text.strip()[:40]}” is not a number of points.") from None
    if not least <= points <= most:
        raise NotPointsError(f"{written}: give {least:f} to {most:f} points.")
    if points != points.quantize(Decimal("0.01")):
        raise NotPointsError(f"{written}: at most two decimals.")
    return points


def given(item: Item) -> Mark | None:
    """What stands of people's decisions about an answer."""
    override = item.finding.override
    if override is None:
        return None
    return Mark(override.points, override.comment, override.rubric_items)


def give(
    reviewed: ReviewedClass,
    item: Item,
    what: Mark,
    *,
    grader: str,
    seen: DecisionSeen = "any",
    why: str = "",
) -> Decision | None:
    """Record it, unless it stands already; raises DecisionConflict where not `seen` but another
    stands.
    """
    if given(item) == what:
        return None
    (decision,) = reviewed.book.record([draft_of(item, what, grader=grader, seen=seen, why=why)])
    if what.comment.strip():
        reviewed.tables.keep_comment(item.question.finding, what.comment.strip())
    reviewed.refresh()
    return decision


def give_all(
    reviewed: ReviewedClass, items: Iterable[Item], what: Mark, *, grader: str, why: str
) -> Sequence[Decision]:
    """Record the same for several answers, all or none."""
    drafts = [
        draft_of(item, what, grader=grader, seen=item.decision, why=why)
        for item in items
        if given(item) != what
    ]
    if not drafts:
        return ()
    decisions = reviewed.book.record(drafts)
    reviewed.refresh()
    return decisions


def with_item(item: Item, rubric: RubricItem, rubrics: Sequence[RubricItem]) -> Mark:
    """What the answer gets once a rubric item is put on it, or taken off where it is."""
    before = given(item)
    base = before.points if before else start_of(rubrics, most=item.finding.points_possible)
    labels = before.items if before else ()
    on = rubric.label not in labels
    points = base + rubric.points if on else base - rubric.points
    kept = (*labels, rubric.label) if on else tuple(one for one in labels if one != rubric.label)
    return Mark(_within(points, item), before.comment if before else "", kept)


def start_of(rubrics: Sequence[RubricItem], *, most: Decimal) -> Decimal:
    """Where counting starts: at full points where items only take off, else at none."""
    return Decimal(0) if any(one.points > 0 for one in rubrics) else most


def total(on: Sequence[RubricItem], rubrics: Sequence[RubricItem], *, most: Decimal) -> Decimal:
    """What the items that are `on` come to, of 0 to `most` points."""
    points = sum((one.points for one in on), start=start_of(rubrics, most=most))
    return min(max(points, Decimal(0)), most)


def change_item(
    reviewed: ReviewedClass, finding: str, old: RubricItem, new: RubricItem, *, grader: str
) -> int:
    """Change a rubric item for all who have it; returns how many they are.

    Second marks that are not settled change with it: both sides speak of the same rubric.
    """
    question = reviewed.question(finding)
    drafts = []
    for item in reviewed.items(question, grader) if question else ():
        before = given(item)
        if before is None or old.label not in before.items:
            continue
        labels = tuple(new.label if one == old.label else one for one in before.items)
        points = _within(before.points - old.points + new.points, item)
        drafts.append(
            draft_of(
                item,
                Mark(points, before.comment, labels),
                grader=grader,
                seen=item.decision,
                why=f"rubric item changed from {old.label} to {new.label}",
            )
        )
    _change_second_marks(reviewed, finding, old, new)
    if drafts:
        reviewed.book.record(drafts)
    reviewed.tables.change_item(new)
    reviewed.refresh()
    return len(drafts)


def last_of(reviewed: ReviewedClass, grader: str) -> Sequence[Decision]:
    """What `grader` decided last and did not take back: a whole group, or an appeal with its
    points, where that was one step.
    """
    decisions = reviewed.decisions()
    undone = taken_back(decisions)
    own = [
        one
        for one in decisions
        if one.author == grader and one.id not in undone and not isinstance(one.what, Undone)
    ]
    return [one for one in own if one.time == own[-1].time]


def take_back(reviewed: ReviewedClass, decisions: Sequence[Decision], *, grader: str) -> None:
    """Take decisions back, the last one first."""
    for decision in reversed(decisions):
        reviewed.book.undo(decision.id, author=grader, why="taken back on the page")
    reviewed.refresh()


def draft_of(item: Item, what: Mark, *, grader: str, seen: DecisionSeen, why: str) -> Draft:
    """The decision that is to be recorded."""
    finding = item.question.finding
    return Draft(
        item.hand_in.name,
        grader,
        PointsGiven(finding, what.points, what.comment, what.items),
        why=why,
        basis=basis_of(item.hand_in.finished, finding),
        seen=seen,
    )


def _change_second_marks(
    reviewed: ReviewedClass, finding: str, old: RubricItem, new: RubricItem
) -> None:
    question = reviewed.question(finding)
    for mark in reviewed.second.of(finding) if question else ():
        hand_in = reviewed.named(mark.hand_in)
        item = reviewed.item(question, hand_in) if question and hand_in else None
        if item is None or mark.settled:
            continue
        first = given(item)
        moved = new.points - old.points
        by_first = moved if first and old.label in first.items else Decimal(0)
        by_second = moved if old.label in mark.items else Decimal(0)
        changed = replace(
            mark,
            points=_within(mark.points + by_second, item),
            first_points=_within(mark.first_points + by_first, item),
            items=tuple(new.label if one == old.label else one for one in mark.items),
        )
        if changed != mark:
            reviewed.second.change(finding, changed)


def _within(points: Decimal, item: Item) -> Decimal:
    return min(max(points, Decimal(0)), item.finding.points_possible)
