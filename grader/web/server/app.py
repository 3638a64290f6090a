"""Says which address leads to which page."""

from __future__ import annotations

import threading
from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from grader.errors import GraderError
from grader.web.pages import (
    answer,
    files,
    groups,
    integrity,
    overview,
    publish,
    rubric,
    second,
    settle,
    students,
)
from grader.web.pages.page import NotThereError, Page
from grader.web.reviewing.reviewed_class import ReviewedClass
from grader.web.server.guard import Address, Guard
from grader.web.server.sessions import Sessions
from grader.web.services import Services

ANSWER = "/q/{finding}/{hand_in}"
READ: dict[str, Callable[[Page], Response]] = {
    "/": overview.overview,
    "/students": students.overview,
    "/student/{hand_in}": students.show,
    "/student/{hand_in}/waiting": students.begin,
    "/appeals": students.appeals,
    "/integrity": integrity.show,
    "/second": second.show,
    "/second/{finding}": second.begin,
    "/second/{finding}/{hand_in}": second.mark,
    "/written": publish.written,
    "/static/{name}": files.static,
    "/report/{hand_in}": files.report,
    "/q/{finding}": overview.begin,
    "/q/{finding}/all": overview.answers,
    "/q/{finding}/opinion": overview.opinion,
    "/q/{finding}/items": rubric.show,
    "/q/{finding}/groups": groups.overview,
    "/q/{finding}/groups/{group}": groups.show,
    "/q/{finding}/settle": settle.begin,
    ANSWER: answer.show,
    f"{ANSWER}/settle": settle.show,
    f"{ANSWER}/models": files.models,
    f"{ANSWER}/cells": files.cells,
    f"{ANSWER}/comments": answer.comments,
    f"{ANSWER}/go/{{step}}": answer.step,
    "/{rest:path}": files.nothing,
}
CHANGE: dict[str, Callable[[Page], Response]] = {
    "/publish": publish.publish,
    "/student/{hand_in}/appeal": students.appeal,
    "/integrity/{hand_in}/{observation}": integrity.judge,
    "/second": second.choose,
    "/second/{finding}/{hand_in}": second.save,
    "/formulas": files.formulas,
    "/undo": overview.undo,
    "/names": overview.names,
    "/q/{finding}/items": rubric.add,
    "/q/{finding}/items/{item}": rubric.change,
    "/q/{finding}/groups/{group}": groups.grade,
    "/q/{finding}/groups/{group}/join": groups.join,
    f"{ANSWER}/settle": settle.settle,
    f"{ANSWER}/save": answer.save,
    f"{ANSWER}/item": answer.toggle,
    f"{ANSWER}/mark": answer.mark,
    f"{ANSWER}/stay": answer.stay,
}


def pages(reviewed: ReviewedClass, services: Services) -> Starlette:
    """All pages, unguarded."""
    app = Starlette(
        routes=[
            *(Route(path, _endpoint(page), methods=["GET"]) for path, page in READ.items()),
            *(Route(path, _endpoint(page), methods=["POST"]) for path, page in CHANGE.items()),
        ]
    )
    app.state.reviewed, app.state.services = reviewed, services
    app.state.templating = threading.Lock()
    return app


def guarded(
    reviewed: ReviewedClass, services: Services, *, address: Address, sessions: Sessions
) -> ASGIApp:
    """All pages, behind the guard."""
    return Guard(pages(reviewed, services), address=address, sessions=sessions)


def _endpoint(answer_with: Callable[[Page], Response]) -> Callable[[Request], Response]:
    def endpoint(request: Request) -> Response:
        page = Page(request)
        try:
            page.reviewed.refresh()
            return answer_with(page)
        except NotThereError:
            return page.render("nothing", status=404, why="This is not in the folder any more.")
        except GraderError as error:
            return PlainTextResponse(f"{error}\n", status_code=503)

    return endpoint
