"""Runs the page for one folder, from the first link to the reports that are written at the end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from grader.assignment import bundled
from grader.model.assignment import Assignment
from grader.store import BatchFolder
from grader.web.comparing import Comparer, Grouping
from grader.web.drawing import Drawer
from grader.web.reviewing.reviewed_class import ReviewedClass
from grader.web.server.app import guarded
from grader.web.server.listening import Shared, address_of, listen, serve
from grader.web.server.sessions import Sessions
from grader.web.services import Publisher, Services


@dataclass(frozen=True, slots=True)
class ReviewOptions:
    """What the operator asked for."""

    graders: tuple[str, ...]
    """Names that stand beside decisions; each gets a link."""
    port: int = 0
    """0 takes a free one."""
    shared: Shared | None = None
    """None where only this machine may reach the page."""


def review_folder(
    assignment: Assignment,
    store: BatchFolder,
    options: ReviewOptions,
    *,
    publisher: Publisher,
    tell: Callable[[str, str], None],
) -> None:
    """Serve the page until the operator ends it, then write what was decided into the reports.

    `tell` gets a grader's name and a link for every link that is given out.
    """
    reviewed = ReviewedClass(assignment, store)
    listener = listen(options.port, options.shared)
    address = address_of(listener, options.shared)
    sessions = Sessions(lambda grader, token: tell(grader, address.link(token)))
    drawer, comparer = Drawer(assignment.folder), Comparer()
    grouping = Grouping(comparer.labels, rest=comparer.rest)
    services = Services(bundled("templates"), publisher, drawer, grouping)
    app = guarded(reviewed, services, address=address, sessions=sessions)
    for grader in options.graders:
        tell(grader, address.link(sessions.link_for(grader)))
    try:
        serve(app, listener, options.shared)
    finally:
        listener.close()
        drawer.end()
        comparer.kill()
