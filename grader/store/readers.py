"""Keeps for whom the reports of a batch are, and in which language."""

from __future__ import annotations

from dataclasses import replace

from grader.errors import ConfigError
from grader.model.audience import Audience, Readers
from grader.store.folder import BatchFolder
from grader.store.records import Saved, read_record, write_record

NAME = "readers.json"


def readers_of(store: BatchFolder) -> Readers:
    """For whom they are: whoever renders one of them again renders it for the same."""
    try:
        return read_record(store.path / NAME, Saved[Readers])
    except ConfigError:
        return Readers()


def keep_readers(
    store: BatchFolder, *, audience: Audience | None = None, language: str | None = None
) -> None:
    """Note for whom they are from now on; what is None stays as it is."""
    readers = readers_of(store)
    if audience is not None:
        readers = replace(readers, audience=audience)
    if language is not None:
        readers = replace(readers, language=language)
    if audience is not None or language is not None:
        write_record(store.path / NAME, Saved[Readers](record=readers))
