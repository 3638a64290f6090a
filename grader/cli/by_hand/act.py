"""Does what `grader override` was asked for, from the command line to the exit code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from grader.cli.by_hand.override_request import OverrideRequest
from grader.cli.endings import HOST, PASSED
from grader.errors import OutputError

if TYPE_CHECKING:
    from grader.batch import RegradedBatch
    from grader.batch.by_hand import ListedDecision
    from grader.review import Draft
    from grader.store import BatchFolder


def act(asked: OverrideRequest) -> int:
    """Do it; the exit code."""
    from grader.store import BatchFolder

    form, store = asked.form(), BatchFolder(asked.folder)
    if form == "list":
        return _list(asked, store)
    return _record(asked, store, judges=form == "observation")


def _list(asked: OverrideRequest, store: BatchFolder) -> int:
    from grader.batch.by_hand import listed
    from grader.cli.by_hand.show import put_out, table_of
    from grader.cli.screen import terminal

    decisions = listed(store)
    if asked.json_out is not None:
        put_out(decisions, asked.json_out)
    elif decisions:
        terminal().print(table_of(decisions))
    else:
        click.echo("nothing was decided yet")
    return PASSED


def _record(asked: OverrideRequest, store: BatchFolder, *, judges: bool) -> int:
    from grader.batch.by_hand import ClassResults
    from grader.cli.by_hand.record import (
        assignment_of,
        author_of,
        drafts,
        judgement,
        published,
        undone,
    )
    from grader.review import Book

    author, loaded = author_of(asked), assignment_of(asked, store)
    if asked.undo:
        recorded = [one.id for one in undone(asked, store, author)]
    else:
        graded = ClassResults.read(store)
        wanted = (
            (judgement(asked, graded, author=author),)
            if judges
            else drafts(asked, graded, author=author)
        )
        if asked.dry_run or not wanted:
            return _say_planned(wanted, dry_run=asked.dry_run)
        recorded = [one.id for one in Book(store.path).record(wanted)]
    redone = published(loaded, store, reports=asked.reports)
    _say_recorded(asked, store, recorded)
    return _end(redone)


def _say_planned(wanted: Sequence[Draft], *, dry_run: bool) -> int:
    from grader.cli.by_hand.show import said
    from grader.cli.screen import on_one_line

    for draft in wanted:
        click.echo(f"{draft.hand_in}: {on_one_line(said(draft.what))}")
    planned = f"{_counted(wanted)} would be recorded (--dry-run)"
    message = planned if wanted and dry_run else "nothing is new: nothing was recorded"
    click.echo(f"grader: {message}", err=True)
    return PASSED


def _say_recorded(asked: OverrideRequest, store: BatchFolder, recorded: Sequence[int]) -> None:
    """Show what was recorded, and how much still waits."""
    from grader.batch.by_hand import ClassResults, listed
    from grader.cli.by_hand.show import put_out

    own = [one for one in listed(store) if one.decision.id in recorded]
    if asked.json_out is not None:
        put_out(own, asked.json_out)
    else:
        _print(own)
    grades = [one.result.grade for one in ClassResults.read(store).hand_ins]
    waiting = sum(grade.status == "needs_review" for grade in grades)
    rest = f"{waiting} of {len(grades)} hand-ins wait for a person" if waiting else ""
    message = f"{_counted(own)} recorded; {rest or 'no hand-in waits for a person any more'}"
    click.echo(f"grader: {message}", err=True)


def _counted(decisions: Sequence[object]) -> str:
    return f"{len(decisions)} decision{'' if len(decisions) == 1 else 's'}"


def _print(decisions: Sequence[ListedDecision]) -> None:
    from grader.cli.by_hand.show import said
    from grader.cli.screen import on_one_line

    for one in decisions:
        line = f"{one.student}: {said(one.decision.what)}"
        click.echo(f"{one.decision.id}  {on_one_line(line)}")


def _end(redone: RegradedBatch | None) -> int:
    """Say what could not be published; it is recorded all the same."""
    from grader.cli.screen import unrendered_lines

    if redone is None:
        return PASSED
    failed = [*redone.failed, *map(OutputError, unrendered_lines(redone.unrendered))]
    for error in failed:
        click.echo(f"grader: {error}", err=True)
    return HOST if failed else PASSED
