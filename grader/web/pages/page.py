"""Gives every page what it needs: the class, who is there, the form, the templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, partial
from urllib.parse import quote

from markupsafe import Markup
from starlette.datastructures import State
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from grader.report.reporter import drawn
from grader.report.templating import Inline, environment, named_with_their_line
from grader.text.points import points_as_text
from grader.web.reviewing.hand_ins import HandInSeen
from grader.web.reviewing.marking import LONGEST_COMMENT
from grader.web.reviewing.questions import Question
from grader.web.reviewing.reviewed_class import Item, ReviewedClass
from grader.web.reviewing.steps import Along
from grader.web.server.sessions import Session
from grader.web.services import Services

HERE = 303
BY_STUDENT: Mapping[Along, str] = {"question": "", "student": "?along=student"}


class NotThereError(Exception):
    """The address names a question or a hand-in that is not in this folder."""


@dataclass(frozen=True)
class Page:
    """One request."""

    request: Request

    @property
    def state(self) -> State:
        """What all requests share."""
        state: State = self.request.app.state
        return state

    @property
    def reviewed(self) -> ReviewedClass:
        """What lies before the graders."""
        reviewed: ReviewedClass = self.state.reviewed
        return reviewed

    @property
    def services(self) -> Services:
        """What stands behind all pages."""
        services: Services = self.state.services
        return services

    @property
    def grader(self) -> str:
        """Who is at the page."""
        return self.session.grader

    @property
    def session(self) -> Session:
        """Of the browser that asks."""
        session: Session = self.request.state.session
        return session

    @property
    def form(self) -> Mapping[str, tuple[str, ...]]:
        """The fields that were sent."""
        form: Mapping[str, tuple[str, ...]] = self.request.state.form
        return form

    def field(self, name: str, most: int = 20_000) -> str:
        """One field of the form, empty where it was not sent."""
        return self.form.get(name, ("",))[-1][:most]

    def words(self, name: str) -> str:
        """What was written into a field of several lines."""
        return self.field(name, LONGEST_COMMENT).replace("\r\n", "\n").strip("\n")

    @property
    def by_htmx(self) -> bool:
        """Whether a part of the page is asked for, not a page."""
        return self.request.headers.get("hx-request") == "true"

    @cached_property
    def names_shown(self) -> bool:
        """Whether this grader wants to see whose answer it is."""
        return self.reviewed.tables.setting(f"names {self.grader}", "hidden") == "shown"

    @property
    def along(self) -> Along:
        """Whether this grader goes on to the same student's next answer, or to the question's."""
        asked = self.form.get("along") or (self.request.query_params.get("along"),)
        return "student" if asked[-1] == "student" else "question"

    def answer_at(self, item: Item) -> str:
        """The address of an answer, from which the grader goes on as now."""
        return address_of(item.question, item.hand_in) + BY_STUDENT[self.along]

    def question(self) -> Question:
        """The one that the address names."""
        found = self.reviewed.question(self.request.path_params["finding"])
        if found is None:
            raise NotThereError
        return found

    def hand_in(self) -> HandInSeen:
        """The one that the address names."""
        found = self.reviewed.hand_in(self.request.path_params["hand_in"])
        if found is None:
            raise NotThereError
        return found

    def item(self) -> Item:
        """The answer that the address names."""
        found = self.reviewed.item(self.question(), self.hand_in())
        if found is None:
            raise NotThereError
        return found

    def called(self, hand_in: HandInSeen) -> str:
        """What the page calls a hand-in."""
        return hand_in.student if self.names_shown else f"Hand-in {hand_in.id[:4]}"

    def render(self, template: str, *, status: int = 200, **values: object) -> Response:
        """Make a page or a part of one."""
        with self.state.templating:
            folder = self.services.templates
            with named_with_their_line(folder):
                text = (
                    environment(folder)
                    .get_template(f"review/{template}.html.j2")
                    .render(
                        page=self,
                        show=Inline(partial(drawn, folder)),
                        points=points_as_text,
                        address_of=address_of,
                        csrf_field=Markup('<input type="hidden" name="csrf" value="{}">').format(
                            self.session.csrf
                        ),
                        **values,
                    )
                )
        return HTMLResponse(text, status_code=status)

    def go(self, path: str) -> Response:
        """Send the browser to another page of ours."""
        if self.by_htmx:
            return Response(status_code=204, headers={"hx-redirect": path})
        return RedirectResponse(path, status_code=HERE)


def address_of(question: Question, hand_in: HandInSeen | None = None, then: str = "") -> str:
    """The address of a question or an answer."""
    steps = ["", "q", quote(question.finding), *([hand_in.id] if hand_in else []), then]
    return "/".join(step for number, step in enumerate(steps) if step or not number)


def as_points(value: Decimal) -> str:
    """Points as a field of a form holds them."""
    return points_as_text(value)
