"""`grader check --open` shows the report, and says what to do where it can't. No test opens one."""

import webbrowser
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import browser, main
from grader.cli.browser import has_display, kept_for_a_while, show_page

NOTEBOOK = Path(__file__).parents[1] / "notebooks" / "seed_like.ipynb"


@pytest.fixture
def opened(monkeypatch):
    """The addresses that would be opened, in a place with a display."""
    addresses = []
    monkeypatch.setenv("DISPLAY", ":7")
    monkeypatch.setattr(webbrowser, "open", lambda address: addresses.append(address) or True)
    return addresses


@pytest.fixture
def without_display(monkeypatch):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(browser, "has_display", lambda _: has_display(_, "linux"))
    monkeypatch.setattr(webbrowser, "open", lambda address: pytest.fail(f"opened {address}"))


def test_a_page_is_opened_by_its_address(opened, tmp_path):
    """Blanks and umlauts in the path included."""
    page = tmp_path / "my repört.html"

    assert show_page(page) == ""
    assert opened == [page.as_uri()]


def test_without_a_display_nothing_is_started(without_display, tmp_path):
    """Python's own choice would be a browser in the terminal, in the way of what is printed."""
    said = show_page(tmp_path / "r.html")

    assert said == f"there is no display here: open {(tmp_path / 'r.html').as_uri()} in a browser"


@pytest.mark.parametrize("failing", [lambda address: False, lambda address: 1 / 0])
def test_a_browser_that_does_not_start_is_said(opened, monkeypatch, tmp_path, failing):
    """The report is there all the same."""

    def fails(address):
        try:
            return failing(address)
        except ZeroDivisionError:
            raise webbrowser.Error("none") from None

    monkeypatch.setattr(webbrowser, "open", fails)

    assert "no browser could be started: open file:///" in show_page(tmp_path / "r.html")


def test_displays_differ_by_system():
    """MacOS and Windows always have one."""
    assert has_display({}, "darwin")
    assert not has_display({}, "linux")
    assert has_display({"WAYLAND_DISPLAY": "wayland-0"}, "linux")


def test_the_place_of_a_page_is_its_owners():
    """A report holds grades."""
    folder = kept_for_a_while().parent

    assert folder.stat().st_mode & 0o077 == 0
    folder.rmdir()


def test_check_opens_what_it_wrote(opened, tmp_path):
    """Where a file is named, that one; the grade is printed all the same."""
    page = tmp_path / "r.html"
    words = ["check", str(NOTEBOOK), "--policy", "saved", "--html", str(page), "--open"]

    done = CliRunner().invoke(main, words)

    assert opened == [page.as_uri()]
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert "of 100 points" in done.output
