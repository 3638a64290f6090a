"""A link lets one browser in, and what is kept of browsers is bounded."""

import pytest

from grader.web.server.sessions import MOST_SESSIONS, Sessions


@pytest.fixture
def told():
    return []


@pytest.fixture
def sessions(told):
    return Sessions(lambda grader, token: told.append((grader, token)))


def test_a_link_works_once_and_the_next_one_is_told(sessions, told):
    """So that a closed browser locks nobody out, and a link in a history lets nobody in."""
    token = sessions.link_for("ann")
    cookie = sessions.enter(token)

    assert sessions.of(cookie).grader == "ann"
    assert sessions.enter(token) is None
    assert sessions.enter("made up") is None
    ((grader, following),) = told
    assert grader == "ann"
    assert sessions.of(sessions.enter(following)).grader == "ann"


def test_of_many_browsers_the_oldest_is_forgotten(sessions, told):
    """Who opens links without end fills no memory."""
    cookies = [sessions.enter(sessions.link_for("ann"))]
    cookies += [sessions.enter(told[-1][1]) for _ in range(MOST_SESSIONS)]

    assert sessions.of(cookies[0]) is None
    assert all(sessions.of(cookie) for cookie in cookies[1:])


def test_nobody_is_known_without_a_cookie(sessions):
    """Nor by the token of a link."""
    token = sessions.link_for("ann")

    assert sessions.of("") is None
    assert sessions.of(token) is None


def test_a_change_brings_the_token_of_its_own_session(sessions):
    """Another session's is none, nor is one that is no text."""
    ann, ben = (sessions.of(sessions.enter(sessions.link_for(grader))) for grader in ("ann", "ben"))

    assert ann.allows(ann.csrf)
    assert not ann.allows(ben.csrf)
    assert not ann.allows("")
    assert not ann.allows("\ud800")
