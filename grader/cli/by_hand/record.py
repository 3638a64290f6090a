"""Records what was decided on the command line, and publishes it."""

from __future__ import annotations

import getpass
import time
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

import click

from grader.cli.by_hand.override_request import OverrideRequest
from grader.cli.folder_assignment import names_in, no_results, not_known

if TYPE_CHECKING:
    from grader.batch import RegradedBatch
    from grader.batch.by_hand import ClassResults, HandInNow
    from grader.model.graded.decision import Decision
    from grader.pipeline import LoadedAssignment
    from grader.review import Draft
    from grader.store import BatchFolder

PUBLISHING = "grader override"
"""By this name a folder is held while decisions are published: a second for each report."""
PATIENCE_S = 60.0
LOOK_AGAIN_S = 0.2


def drafts(asked: OverrideRequest, graded: ClassResults, *, author: str) -> tuple[Draft, ...]:
    """What is to be recorded. Raises ConfigError with all that is wrong."""
    from grader.batch.by_hand import Order, drafts_of, read_sheet

    if asked.table is not None:
        orders = read_sheet(asked.table, graded.finding_ids(), overwrite=asked.overwrite)
        return drafts_of(orders, graded, author=author, why=asked.why)
    given: tuple[Draft, ...] = ()
    if asked.points is not None:
        order = Order("", None, asked.student, asked.finding, asked.points, asked.comment)
        given = drafts_of((order,), graded, author=author, why=asked.why)
    if asked.appeal is not None:
        return (*given, _appeal(asked, _hand_in(asked, graded), author))
    return given


def judgement(asked: OverrideRequest, graded: ClassResults, *, author: str) -> Draft:
    """That an observation is so, or is not."""
    from grader.batch.by_hand import observation_of
    from grader.model.graded.decision import Basis, ObservationJudged
    from grader.review import Draft

    hand_in = _hand_in(asked, graded)
    observation = observation_of(asked.finding, hand_in)
    if isinstance(observation, str):
        raise click.BadParameter(observation, param_hint="FINDING")
    judged = ObservationJudged(observation.key, "confirmed" if asked.confirm else "dismissed")
    basis = Basis(hand_in.finished.content)
    return Draft(hand_in.folder.name, author, judged, asked.why, basis)


def _appeal(asked: OverrideRequest, hand_in: HandInNow, author: str) -> Draft:
    from grader.batch.by_hand import one_finding
    from grader.model.graded.decision import AppealAnswered
    from grader.pipeline import basis_of
    from grader.review import Draft

    finding = one_finding(asked.finding, hand_in)
    if isinstance(finding, str):
        raise click.BadParameter(finding, param_hint="FINDING")
    answered = AppealAnswered(
        finding.id, asked.appeal or "", granted=asked.points is not None, answer=asked.answer or ""
    )
    basis = basis_of(hand_in.finished, finding.id)
    return Draft(hand_in.folder.name, author, answered, asked.why, basis)


def _hand_in(asked: OverrideRequest, graded: ClassResults) -> HandInNow:
    from grader.batch.by_hand import one_hand_in

    found = one_hand_in(asked.student, graded)
    if isinstance(found, str):
        raise click.BadParameter(found, param_hint="STUDENT")
    return found


def author_of(asked: OverrideRequest) -> str:
    """Who decides: as given, else the account's name."""
    if asked.grader is not None:
        name = " ".join(asked.grader.split())
        if not name:
            raise click.BadParameter("say who decides", param_hint="--grader")
        return name
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        raise click.UsageError(
            "the account here has no name: say who decides with --grader"
        ) from None


def assignment_of(asked: OverrideRequest, store: BatchFolder) -> LoadedAssignment:
    """The assignment whose results lie in the folder: as named, else the bundled one."""
    from grader.pipeline import load_everything

    kept = [finished for _, finished in store.current()]
    if not kept:
        raise click.BadParameter(no_results(asked.folder), param_hint="FOLDER")
    names = names_in(store)
    if asked.assignment is None:
        return _bundled(names, {finished.key.decision for finished in kept})
    loaded = load_everything(asked.assignment)
    if loaded.assignment.name not in names:
        raise click.BadParameter(
            no_results(asked.folder, loaded.assignment.name), param_hint="FOLDER"
        )
    return loaded


def _bundled(names: list[str], decided_by: Collection[str]) -> LoadedAssignment:
    """The bundled assignment of that name; one of somebody's own may be called the same."""
    from grader.assignment import bundled_assignments
    from grader.pipeline import load_everything

    if len(names) == 1 and names[0] in bundled_assignments():
        loaded = load_everything(names[0])
        if loaded.fingerprint in decided_by:
            return loaded
    raise click.UsageError(not_known(names))


def published(
    loaded: LoadedAssignment, store: BatchFolder, *, reports: bool
) -> RegradedBatch | None:
    """Bring what was recorded into JSON, reports and class page; None where another command holds
    the folder for long, which is said.
    """
    from grader.batch import publish_decisions
    from grader.errors import FolderInUse

    give_up = time.monotonic() + PATIENCE_S
    while True:
        try:
            return publish_decisions(loaded, store, reports=reports)
        except FolderInUse as error:
            if not _is_brief(store) or time.monotonic() > give_up:
                said = f"recorded; {error.message}: reports show it once that is done"
                click.echo(f"grader: {said} (grader report)", err=True)
                return None
        time.sleep(LOOK_AGAIN_S)


def _is_brief(store: BatchFolder) -> bool:
    """Whether whoever holds the folder is another grader's command, or has just let go."""
    from grader.store import holder

    holds = holder(store.path)
    return holds is None or holds.command == PUBLISHING


def undone(asked: OverrideRequest, store: BatchFolder, author: str) -> Sequence[Decision]:
    """Take decisions back, each a record of its own. Raises ConfigError where one of them can't
    be.
    """
    from grader.errors import ConfigError, Problem
    from grader.model.graded.decision import taken_back
    from grader.review import Book

    book = Book(store.path)
    there = {one.id for one in book.all()} - taken_back(book.all())
    wrong = [number for number in dict.fromkeys(asked.undo) if number not in there]
    if wrong:
        message = "there is no such decision, or it was taken back already"
        problems = [Problem("--undo", None, str(number), message) for number in wrong]
        raise ConfigError(problems, hint="nothing was changed; --list names them")
    return [book.undo(number, author=author, why=asked.why) for number in dict.fromkeys(asked.undo)]
