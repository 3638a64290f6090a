"""A class before the page, and a browser without a window."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from grader.assignment import bundled
from grader.store import BatchFolder
from grader.web.comparing import Grouping
from grader.web.drawing import draw_models, element
from grader.web.reviewing.alike import alike
from grader.web.reviewing.reviewed_class import ReviewedClass
from grader.web.server.app import guarded
from grader.web.server.guard import Address
from grader.web.server.sessions import Sessions
from grader.web.services import Publisher, Services
from tests.web.classes import a_class, mnist

ADDRESS = Address("127.0.0.1:8765")
THREE = {
    "ada": {"q1": "They train and validate.", "q3": "It overfits after epoch 12."},
    "bob": {"q1": "One trains, one validates.", "q3": "No overfitting at all."},
    "cem": {"q1": "Training data, validation data.", "q3": ""},
}


@dataclass
class Browser:
    """Somebody who came by a link."""

    client: TestClient
    csrf: str = ""

    def get(self, path: str, **headers: str):
        return self.client.get(path, headers=headers, follow_redirects=True)

    def post(self, path: str, **fields: object):
        values = {"csrf": self.csrf, **fields}
        return self.client.post(
            path, data=values, headers={"origin": ADDRESS.origin}, follow_redirects=True
        )


@dataclass
class ReviewPage:
    """A folder, its page, and who may come in."""

    store: BatchFolder
    reviewed: ReviewedClass
    sessions: Sessions
    app: object
    reported: list[tuple[str, str]]
    written: list[str]

    def client(self) -> TestClient:
        return TestClient(self.app, base_url=ADDRESS.origin)

    def browser(self, grader: str = "anna") -> Browser:
        browser = Browser(self.client())
        token = self.sessions.link_for(grader)
        answer = browser.client.get(f"/enter?token={token}", follow_redirects=False)
        assert answer.status_code == 303
        browser.csrf = next(iter(reversed(self.sessions._sessions.values()))).csrf
        return browser

    def path(self, student: str, finding: str) -> str:
        hand_in = self.reviewed.named(self.store.for_hand_in(f"{student}.ipynb").path.name)
        return f"/q/{finding}/{hand_in.id}"

    def grade(self, student: str):
        self.reviewed.refresh(force=True)
        return self.reviewed.grade(
            self.reviewed.named(self.store.for_hand_in(f"{student}.ipynb").path.name)
        )

    def finding(self, student: str, finding: str):
        return next(one for one in self.grade(student).findings if one.id == finding)


class DrawnHere:
    """Draws in this process: no test waits for another one to start."""

    def models(self, folder: Path) -> str:
        return draw_models(mnist(), folder)

    def formulas(self, written, *, display):
        return [element(tex, display) for tex in written]


def page_of(store: BatchFolder) -> ReviewPage:
    """The page of a folder."""
    reviewed, reported, written = ReviewedClass(mnist(), store), [], []
    sessions = Sessions(lambda grader, token: reported.append((grader, token)))
    publisher = Publisher(lambda: written.append("written") or "written")
    services = Services(bundled("templates"), publisher, DrawnHere(), Grouping(alike))
    app = guarded(reviewed, services, address=ADDRESS, sessions=sessions)
    return ReviewPage(store, reviewed, sessions, app, reported, written)


@pytest.fixture
def three(tmp_path: Path) -> ReviewPage:
    """Three students with two answers each, one of them empty."""
    return page_of(a_class(tmp_path / "graded", THREE))
