"""Opens a page in a browser without a window, runs a script in it, and hands back what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
AXE = os.environ.get("AXE_CORE", str(Path(__file__).parents[2] / "web" / "axe" / "axe.min.js"))
"""Where `axe.min.js` of the npm package axe-core lies."""

needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium here")
needs_axe = pytest.mark.skipif(
    CHROMIUM is None or not Path(AXE).is_file(), reason="no chromium, or no axe.min.js"
)
_ANSWER = re.compile('<pre id="answer">(.*?)</pre>', re.DOTALL)
_POLICY = re.compile('<meta http-equiv="Content-Security-Policy"[^>]*>')


def ask_page(page: str, script: str, folder: Path, *, width: int = 1100, dark: bool = False):
    """What `script` (the body of an async function) returns, run in `page` once it is there.

    The page's own policy would refuse a foreign script: it gives way here.
    """
    asked = f"""<script>addEventListener('load', async () => {{
        let said;
        try {{ said = await (async () => {{ {script} }})() }}
        catch (error) {{ said = String(error) }}
        const answer = document.createElement('pre'); answer.id = 'answer';
        answer.textContent = JSON.stringify(said); document.body.append(answer); }})</script>"""
    path = folder / "page.html"
    path.write_text(_POLICY.sub("", page).replace("</body>", f"{asked}</body>"), "utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", f"--window-size={width},900"]
    if dark:
        options += ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"]
    reported = subprocess.run(
        [CHROMIUM, *options, f"--user-data-dir={folder / 'profile'}", "--virtual-time-budget=30000",
         "--dump-dom", path.as_uri()],
        capture_output=True, check=True, text=True, timeout=180,
    ).stdout  # fmt: skip
    return json.loads(unescape(_ANSWER.search(reported)[1]))


def printed(page: str, folder: Path) -> list[str]:
    """The words on each sheet of paper, where the page is printed from the browser."""
    path, paper = folder / "page.html", folder / "page.pdf"
    path.write_text(page, "utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
    subprocess.run(
        [CHROMIUM, *options, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={paper}",
         path.as_uri()],
        capture_output=True, check=True, timeout=180,
    )  # fmt: skip
    words = subprocess.run(
        ["pdftotext", "-layout", paper, "-"], capture_output=True, check=True, text=True
    ).stdout
    return words.split("\f")[:-1]


def violations(page: str, folder: Path, **more):
    """What axe-core finds wrong with a page."""
    axe = Path(AXE).read_text("utf-8").replace("</script", "<\\/script")
    checked = page.replace("</head>", f"<script>{axe}</script></head>")
    found = ask_page(checked, "return (await axe.run()).violations", folder, **more)
    return [(one["id"], [node["html"][:200] for node in one["nodes"]]) for one in found]
