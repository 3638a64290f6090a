"""A class whose texts are full of markup, and a browser that opens what comes of it."""

import csv
import http.server
import io
import json
import re
import shutil
import subprocess
import threading
from pathlib import Path

from tests.hostile.corpus import read_corpus
from tests.hostile.packing import GOOD, Entry, packed
from tests.hostile.test_intake import batch

ATTACKS = [attack for attack in read_corpus() if attack.kind == "report"]
SCRIPT = Path(__file__).parents[2] / "templates" / "summary.js"
SECRET = "TOP-SECRET-4711"
MARK = "document.documentElement.dataset.breach=1;document.title=String.fromCharCode(66)"
CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
ACTING = {
    "/JavaScript",
    "/JS",
    "/Launch",
    "/EmbeddedFile",
    "/EmbeddedFiles",
    "/SubmitForm",
    "/GoToR",
    "/ImportData",
    "/RichMedia",
    "/AA",
}
"""Names in a PDF's objects that make a reader do something."""
CLASS_TOOLS = ["input", "input", "script"]
"""What the class page has for search: two fields, and the script that its policy names."""


class Listener:
    """Notes every request that a report makes."""

    def __enter__(self):
        asked = self.asked = []

        class Answer(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                asked.append(self.path)
                self.send_response(204)
                self.end_headers()

            def do_POST(self):
                self.do_GET()

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *_):
        self._server.shutdown()
        self._server.server_close()


def poisoned(text: str) -> bytes:
    """The model answer with `text` in every place where a student can put some."""
    document = json.loads(GOOD)
    safe = text.encode("utf-8", "replace").decode()
    comment = "".join(f"# {line}\n" for line in safe.splitlines())
    for cell in document["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            cell["source"] = f"{source}\n\n{safe}\n"
            continue
        cell["source"] = (
            comment
            + source.replace("layers.Dense(32,", f"layers.Dense(32, name={safe!r},")
            + f"\nprint({safe!r})"
        )
        cell["outputs"] += [
            {"output_type": "stream", "name": "stdout", "text": f"{safe}\naccuracy: 0.9912 {safe}"},
            {"output_type": "error", "ename": safe, "evalue": safe, "traceback": [safe]},
            {
                "output_type": "display_data",
                "data": {"text/html": safe, "text/plain": safe, "image/svg+xml": safe},
                "metadata": {},
            },
        ]
    head = {
        "cell_type": "markdown",
        "metadata": {},
        "source": f"**Name:** {safe}\n\nMy accuracy is 0.9950 {safe}",
    }
    document["cells"].insert(0, head)
    document["metadata"] = {
        "title": safe,
        "kernelspec": {"name": safe[:100], "display_name": safe},
        "authors": [{"name": safe}],
    }
    return json.dumps(document).encode()


def as_name(text: str) -> str:
    """The text as far as it can stand in a file's name."""
    return re.sub(r"[/\\\0]", "_", text)[:3_000]


class Class:
    """All attacks in one class, graded once; every student's name, file and notebook are full of
    one.
    """

    def __init__(self, folder: Path, url: str):
        secret = folder / "secret.txt"
        secret.write_text(SECRET)
        self.texts = {}
        for attack in ATTACKS:
            names: dict = {}
            exec(compile(attack.source, attack.name, "exec"), names)
            text = (
                names["text"]
                .replace("@MARK@", MARK)
                .replace("@URL@", url)
                .replace("@FILE@", secret.as_uri())
            )
            self.texts[attack.name] = text
        entries = [Entry("Good_1_assignsubmission_file/good.ipynb", GOOD)]
        rows = [["Identifier", "Full name", "Email address", "Section"]]
        for number, text in enumerate(self.texts.values(), start=2):
            place = f"{as_name(text)}_{number}_assignsubmission_file/{as_name(text)}.ipynb"
            entries.append(Entry(place, poisoned(text)))
            rows.append([f"Participant {number}", text, f"{text}@example.org", text])
        sheet = io.StringIO()
        csv.writer(sheet).writerows(rows)
        (folder / "roster.csv").write_text(sheet.getvalue().replace("\0", ""), "utf-8", "replace")
        (folder / "class.zip").write_bytes(packed(*entries))
        self.out = folder / "out"
        self.ran = batch(
            folder / "class.zip",
            self.out,
            "--policy",
            "saved",
            "--roster",
            str(folder / "roster.csv"),
            pdf=True,
            timeout_s=600,
        )

    @property
    def pages(self) -> list[Path]:
        """Every page that came out."""
        return [self.out / "summary.html", *sorted(self.out.glob("submissions/*/report.html"))]


def opened(page: Path, profile: Path) -> str:
    """What a browser makes of a page after some seconds of its time, scripts run."""
    command = [
        *(
            CHROMIUM,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            f"--user-data-dir={profile}",
        ),
        *(
            "--disable-background-networking",
            "--no-first-run",
            "--virtual-time-budget=3000",
            "--dump-dom",
            page.as_uri(),
        ),
    ]
    return subprocess.run(command, capture_output=True, timeout=300, check=True).stdout.decode(
        "utf-8", "replace"
    )
