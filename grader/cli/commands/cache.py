"""`grader cache`: what is kept of trainings, so that none is done twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from grader.errors import OutputError

if TYPE_CHECKING:
    from grader.training.kept.store import StoreInfo

MIB = 1024**2


@click.group()
def cache() -> None:
    """Show or empty what is kept of trainings."""


@cache.command()
def info() -> None:
    """Say where results of trainings are kept, how many, and how large they are."""
    from grader.training.kept.store import user_store

    held = user_store().info()
    click.echo(
        f"{held.folder}: {_in_words(held)}; at most {held.max_bytes / MIB:,.0f} MiB are kept"
    )


@cache.command()
def clear() -> None:
    """Remove them all. What is needed again is trained again; nothing else is lost."""
    from grader.training.kept.store import user_store

    store = user_store()
    try:
        removed = store.clear()
    except OSError as error:
        raise OutputError.of(error, error.filename or store.folder) from None
    click.echo(f"{removed.folder}: removed {_in_words(removed)}")


def _in_words(held: StoreInfo) -> str:
    results = "1 result" if held.results == 1 else f"{held.results:,} results"
    return f"{results}, {held.size_bytes / MIB:,.1f} MiB"
