"""Decides and renders again what lies in the folder of a batch, after a change of rubric or
templates.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader.batch.decided_again import decided_again, examined_again, save_again
from grader.batch.decisions import Kept, catch_up, render_again, republished
from grader.batch.lost_book import require_book
from grader.batch.saving import with_fault
from grader.errors import (
    Attempts,
    ConfigError,
    GraderError,
    OutputError,
    Problem,
    concerns_all,
)
from grader.model.audience import Audience
from grader.model.graded.result import Result
from grader.model.policy import Policy
from grader.pipeline import LoadedAssignment, NotebookGrader, decided, with_observations
from grader.publishing import Renderers, Unrendered, write_class_page
from grader.review import Book
from grader.scheduling import allowed_cores, in_processes
from grader.store import BatchFolder, RemainingWork, SubmissionFolder, held, keep_readers
from grader.text.folders import without_folders


@dataclass(frozen=True, slots=True)
class RegradedBatch:
    """What came of doing the later steps of a batch again."""

    results: Sequence[tuple[SubmissionFolder, Result]]
    """Brief, by the name of the folder."""
    class_page: Path | None
    """None where it could not be written."""
    unrendered: Sequence[Unrendered]
    undrawn: frozenset[str]
    """Scripts in the PDFs that no font here can draw."""
    failed: Sequence[GraderError]
    """What could not be done."""


def kept_results(loaded: LoadedAssignment, store: BatchFolder) -> list[Kept]:
    """Every result of this assignment that the last batch was given."""
    return [one for one in store.current() if one[1].brief.assignment == loaded.assignment.name]


def regrade_folder(
    loaded: LoadedAssignment,
    store: BatchFolder,
    *,
    reports: bool,
    audience: Audience | None = None,
    language: str | None = None,
) -> RegradedBatch:
    """Decide every kept result again; those of other questions or models are gathered and measured
    first.

    Raises FolderInUse where another command writes into the folder.
    """
    with held(store.path, "grader regrade"):
        require_book(store)  # one that can't be read concerns all, and is said once
        keep_readers(store, audience=audience, language=language)
        attempts = Attempts(store.path)
        results = _decided_again(loaded, kept_results(loaded, store), attempts)
        return _published(loaded, store, results, attempts, reports=reports)


def render_folder(
    loaded: LoadedAssignment,
    store: BatchFolder,
    *,
    audience: Audience | None = None,
    language: str | None = None,
) -> RegradedBatch:
    """Render every report again, and the page of the class. Raises FolderInUse as `regrade_folder`
    does.
    """
    with held(store.path, "grader report"):
        require_book(store)
        keep_readers(store, audience=audience, language=language)
        results = republished(kept_results(loaded, store), Book(store.path).all())
        return _published(loaded, store, results, Attempts(store.path), reports=True)


def publish_decisions(
    loaded: LoadedAssignment, store: BatchFolder, *, reports: bool
) -> RegradedBatch:
    """Bring what people decided into the JSON, the reports and the page of the class, where they
    say something else. Raises FolderInUse as `regrade_folder` does.
    """
    with held(store.path, "grader override"):
        require_book(store)
        kept = kept_results(loaded, store)
        with _renderers(loaded, len(kept)) as renderers:
            results = catch_up(store, kept, renderers, reports=reports)
            return _with_page(loaded, store, results, Attempts(store.path), renderers)


def _published(
    loaded: LoadedAssignment,
    store: BatchFolder,
    results: Sequence[tuple[SubmissionFolder, Result]],
    attempts: Attempts,
    *,
    reports: bool,
) -> RegradedBatch:
    """Render the reports, those for paper where there were some, and write the page of the
    class.
    """
    with _renderers(loaded, len(results)) as renderers:
        render_again(renderers, [folder for folder, _ in results if reports])
        return _with_page(loaded, store, results, attempts, renderers)


def _with_page(
    loaded: LoadedAssignment,
    store: BatchFolder,
    results: Sequence[tuple[SubmissionFolder, Result]],
    attempts: Attempts,
    renderers: Renderers,
) -> RegradedBatch:
    """Write the page of the class, and say what came of everything."""
    written = attempts.attempt(partial(write_class_page, loaded, store, results, renderers))
    page, undrawn = store.summary if written else None, frozenset(renderers.undrawn)
    return RegradedBatch(results, page, renderers.problems, undrawn, attempts.failed)


def _renderers(loaded: LoadedAssignment, most: int) -> Renderers:
    processes = min(len(allowed_cores()), most)
    return Renderers(loaded, processes=processes)


def _decided_again(
    loaded: LoadedAssignment, kept: Sequence[Kept], attempts: Attempts
) -> list[tuple[SubmissionFolder, Result]]:
    """Every result, decided again: on all cores, where nothing has to be measured again."""
    to_examine = [one for one in kept if one[1].key.examination != loaded.examination]
    to_decide = [one for one in kept if one[1].key.examination == loaded.examination]
    outcomes = in_processes(to_decide, partial(_decide, loaded), processes=len(allowed_cores()))
    by_folder = {one[0].path: outcome for one, outcome in zip(to_decide, outcomes, strict=True)}
    outcomes = _examine(loaded, to_examine)
    by_folder |= {one[0].path: outcome for one, outcome in zip(to_examine, outcomes, strict=True)}
    results = []
    for folder, _ in kept:
        outcome = by_folder[folder.path]
        if isinstance(outcome, GraderError):
            attempts.failed.append(outcome)
        else:
            results.append((folder, outcome))
    return results


def _decide(loaded: LoadedAssignment, one: Kept) -> Result | GraderError:
    """Decide again and keep it; what is wrong with the records, where they can't be read. Where the
    program fails over them, that is what is kept. Raises what the next hand-in would meet, too: a
    full disk is no fault of the program.
    """
    try:
        return _keep("decide", loaded, one, decided_again(loaded, one[0]))
    except (GraderError, OSError) as error:
        return _left(one, error)
    except Exception:  # noqa: BLE001 - the boundary of one hand-in, among those of a class
        return _as_fault(loaded, one)


def _examine(loaded: LoadedAssignment, kept: Sequence[Kept]) -> list[Result | GraderError]:
    """Gather and measure again what was recorded, one hand-in after another."""
    if not kept:
        return []
    outcomes: list[Result | GraderError] = []
    with NotebookGrader(loaded, Policy()) as notebooks:
        for one in kept:
            try:
                again = examined_again(notebooks, one[0])
                outcomes.append(
                    _keep("examine", loaded, one, with_observations(again, again.origin))
                )
            except (GraderError, OSError) as error:
                outcomes.append(_left(one, error))
            except Exception:  # noqa: BLE001 - as above
                outcomes.append(_as_fault(loaded, one))
    return outcomes


def _as_fault(loaded: LoadedAssignment, one: Kept) -> Result | GraderError:
    """Keep the fault that is being handled in place of a grade, with all that was seen: the next
    time it is decided again.
    """
    words = f"a fault of the program: {sys.exception()!r}"
    try:
        return _keep(
            "decide", loaded, one, with_fault(loaded.assignment, one[0].load(events=False))
        )
    except Exception:  # noqa: BLE001 - nothing of it can be kept: it stays as it was
        return _not_decided(one, without_folders(words))


def _keep(remaining: RemainingWork, loaded: LoadedAssignment, one: Kept, result: Result) -> Result:
    folder, finished = one
    key = finished.key.decided_by(loaded.fingerprint, examination=loaded.examination)
    save_again(remaining, folder, result, key, content=finished.content)
    decisions = Book(folder.batch).of(folder.name)
    return decided(result, folder, finished.content, decisions).brief()


def _left(one: Kept, error: GraderError | OSError) -> GraderError:
    """Why this hand-in alone stays as it was; raises again what concerns all."""
    if isinstance(error, ConfigError):
        return _not_decided(one, error.message)
    if isinstance(error, GraderError) or concerns_all(error):
        raise error
    return _not_decided(one, OutputError.of(error).message)


def _not_decided(one: Kept, why: str) -> ConfigError:
    return ConfigError(
        [Problem(one[0].path.name, None, "", f"left as it was: {why}")],
        hint="grader batch grades it anew",
    )
