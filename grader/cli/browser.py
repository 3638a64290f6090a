"""Shows a report in the browser of whoever sits at the terminal."""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from collections.abc import Mapping
from pathlib import Path

from grader.host.temporary import outside


def kept_for_a_while() -> Path:
    """Where a report goes that nobody named a file for: a folder that only its owner can read."""
    return Path(tempfile.mkdtemp(prefix="grader-report-", dir=outside())) / "report.html"


def has_display(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether a browser with windows can be had: without one, Python would start one that takes the
    terminal.
    """
    if platform in ("darwin", "win32"):
        return True
    return any(environment.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"))


def show_page(path: Path) -> str:
    """Open a page; empty, or what to do where that is not possible."""
    address = path.resolve().as_uri()
    by_hand = f"open {address} in a browser"
    if not has_display(os.environ):
        return f"there is no display here: {by_hand}"
    try:
        shown = webbrowser.open(address)
    except (webbrowser.Error, OSError):
        shown = False
    return "" if shown else f"no browser could be started: {by_hand}"
