"""Grading one answer after another."""

from decimal import Decimal

import pytest

Q1, Q3 = "q1.answered", "q3.answered"
HTMX = {"hx-request": "true"}


def test_points_and_comment_are_kept_with_who_gave_them(three):
    """What the form says is a decision of the grader's, and the finding counts it."""
    three.browser().post(f"{three.path('ada', Q1)}/save", points="4,5", comment="Nearly.")

    finding = three.finding("ada", Q1)

    assert (finding.points, finding.status) == (Decimal("4.5"), "partial")
    assert (finding.override.author, finding.override.comment) == ("anna", "Nearly.")


def test_saving_the_same_again_is_no_decision(three):
    """Going on from an answer that was saved meanwhile adds nothing to the book."""
    browser = three.browser()
    for _ in range(3):
        seen = three.finding("ada", Q1).override
        browser.post(
            f"{three.path('ada', Q1)}/save",
            points="4",
            comment="Fine.",
            seen=str(seen.decision) if seen else "",
        )

    assert len(three.reviewed.book.all()) == 1


def test_looking_decides_nothing(three):
    """To open an answer and to go on is no grade."""
    browser = three.browser()
    path = three.path("ada", Q1)
    for page in ("", "/models", "/cells", "/comments", "/go/next"):
        assert browser.get(f"{path}{page}").status_code == 200
    browser.post(f"{path}/save", points="", comment="", then="next")

    assert three.reviewed.book.all() == ()


@pytest.mark.parametrize(
    "points", ["6", "-1", "NaN", "inf", "1e1", "five", "5.001", "1,5,5", "0x1", "5 5"]
)
def test_what_is_no_number_of_points_is_reported_and_not_kept(three, points):
    """Beyond what is possible, below nothing, no number: the page says so, and keeps the words."""
    browser, path = three.browser(), three.path("ada", Q1)

    answer = browser.post(f"{path}/save", points=points, comment="My words.", then="next")

    assert answer.status_code == 422
    assert "My words." in answer.text
    assert "My words." in browser.get(path).text
    assert three.reviewed.book.all() == ()


def test_a_comment_without_points_is_kept_as_a_draft(three):
    """It stands there when the grader comes back, and is no decision."""
    browser, path = three.browser(), three.path("ada", Q1)

    browser.post(f"{path}/save", points="", comment="What about the test set?")

    assert "What about the test set?" in browser.get(path).text
    assert "What about the test set?" not in three.browser("ben").get(path).text
    assert three.reviewed.book.all() == ()


def test_undo_takes_back_step_by_step(three):
    """The decision before stands again; with nothing left the answer waits."""
    browser, path = three.browser(), three.path("ada", Q1)
    browser.post(f"{path}/save", points="2")
    browser.post(f"{path}/save", points="3", seen=str(three.finding("ada", Q1).override.decision))

    found = []
    for _ in range(2):
        assert browser.post("/undo").url.path == path
        found.append(three.finding("ada", Q1))

    assert [one.status for one in found] == ["partial", "needs_review"]
    assert found[0].points == 2
    assert browser.post("/undo").status_code == 404


def test_undo_leaves_alone_what_others_decided(three):
    """Only one's own decisions are taken back by the key."""
    three.browser("anna").post(f"{three.path('ada', Q1)}/save", points="2")

    three.browser("ben").post("/undo")

    assert three.finding("ada", Q1).points == 2


@pytest.mark.parametrize("seen", ["", "²", "-"])
def test_who_saves_on_an_older_version_sees_both(three, seen):
    """Nothing is overwritten unseen; what was typed stands there to be saved all the same."""
    anna, ben, path = three.browser("anna"), three.browser("ben"), three.path("ada", Q1)
    anna.post(f"{path}/save", points="2", comment="Too short.")

    answer = ben.post(f"{path}/save", points="5", comment="All there.", seen=seen)

    assert answer.status_code == 409
    assert all(words in answer.text for words in ("Too short.", "All there.", "anna"))
    assert three.finding("ada", Q1).points == 2

    seen = str(three.finding("ada", Q1).override.decision)
    ben.post(f"{path}/save", points="5", comment="All there.", seen=seen)

    assert three.finding("ada", Q1).points == 5


def test_ones_own_autosave_is_no_conflict(three):
    """Going on while a word is still being saved: the later words count."""
    browser, path = three.browser(), three.path("ada", Q1)
    browser.post(f"{path}/save", points="2", comment="Too sh", seen="")

    answer = browser.post(f"{path}/save", points="2", comment="Too short.", seen="", then="next")

    assert answer.status_code == 200
    assert three.finding("ada", Q1).override.comment == "Too short."


def test_who_is_at_an_answer_is_reported_to_others(three):
    """The second one is sent on; the place is free again once the lease has ended."""
    now = [1000.0]
    three.reviewed.clock = lambda: now[0]
    anna, ben, path = three.browser("anna"), three.browser("ben"), three.path("ada", Q1)
    anna.get(path)

    assert "anna is at this answer" in ben.get(path).text
    assert three.reviewed.next_waiting(three.reviewed.question(Q1), "ben").hand_in.student != "ada"

    now[0] += 91

    assert "is at this answer" not in ben.get(path).text


def test_what_is_skipped_comes_last(three):
    """It is met again once nothing else waits."""
    browser, question = three.browser(), three.reviewed.question(Q1)
    first = three.reviewed.next_waiting(question, "anna").hand_in

    browser.post(f"/q/{Q1}/{first.id}/mark", kind="skipped")

    met = []
    while (item := three.reviewed.next_waiting(question, "anna")) is not None:
        met.append(item.hand_in.name)
        browser.post(f"/q/{Q1}/{item.hand_in.id}/save", points="1")
    assert met[-1] == first.name
    assert len(met) == 3


def test_a_second_opinion_is_asked_for_and_seen_by_all(three):
    """The mark stands in the list for everybody, until it is taken off."""
    anna, ben = three.browser("anna"), three.browser("ben")
    anna.post(f"{three.path('ada', Q1)}/mark", kind="second opinion")

    assert "1 second opinion asked for" in ben.get("/").text
    assert ben.get(f"/q/{Q1}/opinion").url.path == three.path("ada", Q1)

    ben.post(f"{three.path('ada', Q1)}/mark", kind="second opinion")

    assert "1 second opinion" not in ben.get("/").text
    assert ben.get(f"/q/{Q1}/opinion").url.path == f"/q/{Q1}/all"


def test_a_grader_goes_on_where_they_stopped(three):
    """In another browser, after another start."""
    path = three.path("bob", Q3)
    three.browser("anna").get(path)

    assert f'href="{path}"' in three.browser("anna").get("/").text
    assert f'href="{path}"' not in three.browser("ben").get("/").text


def test_names_are_hidden_until_somebody_asks(three):
    """Neither the page nor its addresses tell whose answer it is."""
    browser = three.browser()
    path = three.path("ada", Q1)

    hidden = [browser.get(page).text for page in ("/", f"/q/{Q1}/all", path)]
    browser.post("/names", back=path)
    shown = browser.get(path).text

    assert not any("ada" in page for page in hidden)
    assert "ada" not in path
    assert "ada" in shown


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_no_form_leads_to_another_site(three, back):
    """What comes back in a form is a page of ours or the first one."""
    answer = three.browser().client.post(
        "/names",
        data={"csrf": three.browser().csrf, "back": back},
        headers={"origin": "http://127.0.0.1:8765"},
        follow_redirects=False,
    )

    assert answer.headers.get("location", "/") == "/"


def test_a_part_of_the_page_is_answered_to_htmx(three):
    """Autosave gets what changed, not a page: fields that are being written in stay."""
    browser = three.browser()

    answer = browser.client.post(
        f"{three.path('ada', Q1)}/save",
        data={"points": "4", "csrf": browser.csrf},
        headers={"origin": "http://127.0.0.1:8765", **HTMX},
    )

    assert "<html" not in answer.text
    assert 'id="saved"' in answer.text
    assert 'hx-swap-oob="true"' in answer.text
    assert "<textarea" not in answer.text


@pytest.mark.parametrize("path", ["/q/nothing/all", "/q/q1.answered/ffffffffff", "/report/none"])
def test_what_is_not_there_is_reported(three, path):
    """A hand-in that was withdrawn, a question that is asked no more."""
    answer = three.browser().get(path)

    assert answer.status_code == 404
    assert "Nothing here" in answer.text
