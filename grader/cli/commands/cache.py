"""`grader cache`: what is kept of trainings, so that none is done twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.errors import OutputError, PrerequisiteError

if TYPE_CHECKING:
    from grader.training.kept.store import StoreInfo, TrainingStore

MIB = 1024**2


@click.group()
def cache() -> None:
    """Show or empty what is kept of trainings."""


@cache.command()
def info() -> None:
    """Say where results of trainings are kept, how many, and how large they are."""
    held = _store().info()
    more = (
        f"at most {held.max_bytes / MIB:,.0f} MiB are kept"
        if held.writable
        else "nothing can be written there, so every command trains again what is missing"
    )
    click.echo(f"{held.folder}: {_in_words(held)}; {more}")


@cache.command()
def clear() -> None:
    """Remove them all. What is needed again is trained again; nothing else is lost."""
    store = _store()
    try:
        removed = store.clear()
    except OSError as error:
        raise OutputError.of(error, error.filename or store.folder) from None
    click.echo(f"{removed.folder}: removed {_in_words(removed)}")


def _store() -> TrainingStore:
    """The user's store; raises PrerequisiteError where they have no folder for it."""
    from grader.training.kept.store import NO_FOLDER, user_store

    store = user_store()
    if store is None:
        raise PrerequisiteError(NO_FOLDER, hint="set one of them and run the command again")
    return store


def _in_words(held: StoreInfo) -> str:
    results = "1 result" if held.results == 1 else f"{held.results:,} results"
    return f"{results}, {held.size_bytes / MIB:,.1f} MiB"
