"""`grader review` as an operator starts it, and Debian's chromium, driven by its keyboard."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHROMIUM = shutil.which("chromium")
AXE = Path(__file__).parent / "axe" / "axe.min.js"
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 740}
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@dataclass
class Running:
    """`grader review` as an operator starts it."""

    process: subprocess.Popen
    links: dict[str, str]

    def end(self) -> str:
        self.process.send_signal(signal.SIGINT)
        return self.process.communicate(timeout=300)[0]


@contextmanager
def reviewing(folder: Path, *graders: str) -> Iterator[Running]:
    command = [sys.executable, "-m", "grader.cli", "review", str(folder), "--no-reports"]
    for grader in graders:
        command += ["--grader", grader]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    links: dict[str, str] = {}
    while len(links) < len(graders):
        line = process.stdout.readline()
        assert line, "grader review ended"
        if found := re.match(r"(\w+): (http\S+)", line):
            links[found[1]] = found[2]
    try:
        yield Running(process, links)
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


@contextmanager
def chromium() -> Iterator[object]:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - only this test needs it

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def arrive(browser, link: str):
    """A page of a browser of its own, in which no error is overlooked."""
    page = browser.new_context().new_page()
    page.set_default_timeout(60_000)
    page.troubles = []
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.on(
        "console", lambda said: page.troubles.append(said.text) if said.type == "error" else None
    )
    page.goto(link)
    return page


def press(page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def go(page, key: str) -> None:
    """Press a key that leads to another page, and wait until it is there."""
    with page.expect_navigation():
        page.keyboard.press(key)


def saved(page) -> None:
    page.locator("#saved", has_text="Saved").wait_for()


def violations(page) -> list[str]:
    """What axe-core finds wrong with the page as it is: wide and light, narrow and dark."""
    found = []
    for size, scheme in ((WIDE, "light"), (NARROW, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        page.evaluate(AXE.read_text("utf-8"))
        for one in page.evaluate("axe.run().then(result => result.violations)"):
            nodes = [node["html"][:200] for node in one["nodes"]]
            found.append(f"{page.url}, {scheme}: {one['id']}: {nodes}")
        if page.evaluate(TOO_WIDE):
            found.append(f"{page.url}: wider than {size['width']} px")
    page.set_viewport_size(WIDE)
    page.emulate_media(color_scheme="light")
    return found
