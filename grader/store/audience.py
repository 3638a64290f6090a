"""Keeps for whom the reports of a batch are."""

from __future__ import annotations

from grader.errors import ConfigError
from grader.model.audience import Audience
from grader.store.folder import BatchFolder
from grader.store.records import Saved, read_record, write_record

NAME = "audience.json"


def audience_of(store: BatchFolder) -> Audience:
    """For whom they are: whoever renders one of them again renders it for the same."""
    try:
        return read_record(store.path / NAME, Saved[Audience])
    except ConfigError:
        return "instructor"


def keep_audience(store: BatchFolder, audience: Audience | None) -> None:
    """Note for whom they are from now on; None leaves it as it is."""
    if audience is not None:
        write_record(store.path / NAME, Saved[Audience](record=audience))
