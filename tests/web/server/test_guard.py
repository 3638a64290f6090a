"""Only who was invited may come in, and another page in the same browser can do nothing."""

import asyncio

import pytest

from grader.web.server.guard import MAX_BODY_BYTES
from tests.web.conftest import ADDRESS

ORIGIN = {"origin": ADDRESS.origin}
Q1 = "q1.answered"


def test_a_link_works_once(three):
    """Who brings a token that was used gets nothing, and the next link is told to the operator."""
    token = three.sessions.link_for("anna")

    answers = [
        three.client().get(f"/enter?token={token}", follow_redirects=False) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [303, 403]
    assert "set-cookie" not in answers[1].headers
    assert [grader for grader, _ in three.reported] == ["anna"]
    assert three.reported[0][1] != token


def test_the_cookie_is_for_this_page_alone(three):
    """Scripts can't read it, no other site can send it."""
    answer = three.client().get(
        f"/enter?token={three.sessions.link_for('anna')}", follow_redirects=False
    )

    cookie = answer.headers["set-cookie"].lower()
    assert {"httponly", "samesite=strict", "path=/"} <= set(cookie.split("; "))


@pytest.mark.parametrize("token", ["", "x", "../", "\N{SNOWMAN}"])
def test_a_made_up_token_opens_nothing(three, token):
    """Only what was given out lets anybody in."""
    answer = three.client().get("/enter", params={"token": token}, follow_redirects=False)

    assert answer.status_code == 403


@pytest.mark.parametrize(
    "path", ["/", "/static/review.js", f"/q/{Q1}", "/report/x", "/nowhere", "/enter/"]
)
def test_without_a_link_nothing_is_shown(three, path):
    """Not even whether there is such a page."""
    answer = three.client().get(path, follow_redirects=False)

    assert (answer.status_code, "ada" in answer.text) == (401, False)


@pytest.mark.parametrize(
    "host",
    [
        "evil.example:8765",
        "127.0.0.1.evil.example:8765",
        "127.0.0.1",
        "127.0.0.1:9999",
        "localhost:8765",
        "[::1]:8765",
        "",
    ],
)
def test_a_name_that_was_bound_to_this_machine_is_refused(three, host):
    """DNS rebinding: the browser believes in its own site, the `Host` header tells."""
    browser = three.browser()

    answer = browser.get("/", host=host)

    assert answer.status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1:8765"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "http://localhost:8765"},
        {},
        {"origin": ADDRESS.origin, "sec-fetch-site": "cross-site"},
        {"origin": ADDRESS.origin, "sec-fetch-site": "same-site"},
    ],
)
def test_another_origin_changes_nothing(three, headers):
    """Whatever the other page knows, the token included."""
    browser = three.browser()

    answer = browser.client.post(
        f"{three.path('ada', Q1)}/save",
        data={"points": "5", "csrf": browser.csrf},
        headers=headers,
    )

    assert answer.status_code == 403
    assert three.finding("ada", Q1).override is None


def test_another_site_can_t_even_read(three):
    """A picture or a frame of another page that points here."""
    browser = three.browser()

    answers = [
        browser.get("/", **{"sec-fetch-site": "cross-site"}),
        browser.get("/", origin="http://evil.example"),
    ]

    assert [answer.status_code for answer in answers] == [403, 403]


@pytest.mark.parametrize("csrf", [None, "", "guessed", "ü"])
def test_without_the_csrf_token_nothing_changes(three, csrf):
    """The cookie alone is not enough."""
    browser = three.browser()
    fields = {"points": "5"} if csrf is None else {"points": "5", "csrf": csrf}

    answer = browser.client.post(f"{three.path('ada', Q1)}/save", data=fields, headers=ORIGIN)

    assert answer.status_code == 403
    assert three.finding("ada", Q1).override is None


def test_the_csrf_token_of_another_grader_is_none(three):
    """Every session has its own."""
    anna, ben = three.browser("anna"), three.browser("ben")

    answer = anna.client.post(
        f"{three.path('ada', Q1)}/save", data={"points": "5", "csrf": ben.csrf}, headers=ORIGIN
    )

    assert answer.status_code == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
def test_other_methods_are_refused(three, method):
    """Nothing here answers them, a preflight of another origin least of all."""
    answer = three.browser().client.request(method, "/", headers=ORIGIN)

    assert (answer.status_code, answer.text) == (405, "Not allowed.\n")
    assert "access-control-allow-origin" not in answer.headers


def test_what_is_too_long_is_refused(three):
    """A body has a bound before anybody reads it."""
    browser = three.browser()

    answer = browser.post("/undo", comment="x" * MAX_BODY_BYTES)

    assert answer.status_code == 413


def test_what_breaks_off_changes_nothing(three):
    """A connection is lost in the middle of a form: of ten points one would be saved."""
    browser = three.browser()
    parts = [
        {"type": "http.request", "body": b"points=1", "more_body": True},
        {"type": "http.disconnect"},
    ]
    headers = {
        "host": ADDRESS.host,
        "origin": ADDRESS.origin,
        "cookie": "; ".join(f"{name}={value}" for name, value in browser.client.cookies.items()),
        "x-csrf-token": browser.csrf,
        "content-length": "9",
    }
    scope = {
        "type": "http",
        "method": "POST",
        "path": f"{three.path('ada', Q1)}/save",
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    said = []

    async def receive():
        return parts.pop(0)

    async def send(message):
        said.append(message)

    asyncio.run(three.app(scope, receive, send))

    assert said[0]["status"] == 413
    assert three.finding("ada", Q1).override is None


def test_what_looks_at_a_link_does_not_use_it_up(three):
    """Mail programs ask what is behind an address before a person follows it."""
    client, token = three.client(), three.sessions.link_for("anna")

    answers = [
        client.request(method, f"/enter?token={token}", follow_redirects=False)
        for method in ("HEAD", "GET")
    ]

    assert [answer.status_code for answer in answers] == [403, 303]


@pytest.mark.parametrize(
    "others",
    ['settings={"theme": "dark"}', "aü=1", "=; ;;", "OWN=x"],
)
def test_cookies_of_other_programs_lock_nobody_out(three, others):
    """Browsers send them to every port of a machine, in whatever form they were set, and before
    ours, and one of our cookie's own name as well.
    """
    browser = three.browser()
    own, value = next(iter(browser.client.cookies.items()))
    sent = f"{others.replace('OWN', own)}; {own}={value}".encode("latin-1")

    answer = three.client().get("/", headers={"cookie": sent})

    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/", f"/q/{Q1}/all", "/nowhere", "/static/review.js", "/enter"])
def test_every_answer_forbids_foreign_scripts_and_frames(three, path):
    """Refusals included."""
    headers = three.browser().get(path).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-frame-options"] == "DENY"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


def test_a_report_is_shut_into_a_box_of_its_own(three):
    """It is a page of its own: sandboxed, so that nothing in it can reach the graders' page."""
    headers = three.browser().get(three.path("ada", Q1).replace(f"/q/{Q1}", "/report")).headers

    assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")


@pytest.mark.parametrize(
    "name", ["../report.html.j2", "..%2freport.css", "%2e%2e/report.css", "htmx.LICENSE", "x"]
)
def test_no_path_leads_out_of_our_own_files(three, name):
    """Files are named in a list; a path is never made of what was asked for."""
    assert three.browser().get(f"/static/{name}").status_code == 404
