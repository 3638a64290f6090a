"""Measures the page for people who grade, with a large class before it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.measuring.harness import Line, Sample, Target
from benchmarks.measuring.processes import GRADER, CommandError
from benchmarks.stage import Bench, Stage
from tests.web.classes import HOLDS, OVERFITS, QUESTIONS, a_class

STUDENTS = 500
WORDS_OF_A_NOTEBOOK = 20_000
"""Beside the answers: a notebook with its outputs takes some hundred kilobytes."""
ANSWERS = 40
START_TIMEOUT_S = 300
MEBI = 2**20
SENTENCES = (
    "The validation loss stays close to the training loss.",
    "There is no overfitting because both curves fall.",
    "The model overfits: the validation loss rises after some epochs.",
    "Accuracy on the training data is a little higher.",
    "Dropout or early stopping would help against it.",
    "The gap between both curves grows with every epoch.",
    "I compared the last values of both losses.",
    "More data would make the difference smaller.",
)


@dataclass
class Visitor:
    """A browser that counts milliseconds."""

    host: str
    cookie: str = ""

    def get(self, path: str) -> tuple[float, http.client.HTTPResponse, str]:
        """Milliseconds until the whole answer is here, and the answer."""
        connection = http.client.HTTPConnection(self.host, timeout=START_TIMEOUT_S)
        started = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": self.cookie})
        response = connection.getresponse()
        text = response.read().decode()
        took = 1000 * (time.perf_counter() - started)
        connection.close()
        if response.status >= 400:
            raise CommandError(f"{path}: {response.status} {text[:300]}")
        return took, response, text

    def enter(self, path: str) -> None:
        """Come in by a link."""
        _, response, _ = self.get(path)
        self.cookie = (response.getheader("set-cookie") or "").partition(";")[0]

    def follow(self, path: str) -> tuple[float, str, str]:
        """Milliseconds of a page and what leads there, where it is, and its text."""
        took, response, text = self.get(path)
        while response.status == 303:
            path = response.getheader("location") or "/"
            more, response, text = self.get(path)
            took += more
        return took, path, text


def measure(bench: Bench) -> list[Line]:
    """A class of 500 with six questions: opening, the next answer, groups, memory."""
    folder = bench.folder / "graded"
    answers, contexts = _class(STUDENTS)
    a_class(folder, answers, contexts=contexts, notebook="word " * WORDS_OF_A_NOTEBOOK)
    bench.say(f"{STUDENTS} hand-ins written")
    started = time.perf_counter()
    with _reviewing(folder) as (process, host, link):
        ready_s = time.perf_counter() - started
        visitor = Visitor(host)
        visitor.enter(link)
        opened = [visitor.follow("/")[0] / 1000]
        groups = [visitor.follow("/q/q3.answered/groups")[0] / 1000]
        opened += [visitor.follow("/")[0] / 1000 for _ in range(2)]
        nexts, path = [], visitor.follow("/q/q3.answered")[1]
        for _ in range(ANSWERS):
            took, path, _ = visitor.follow(f"{path}/go/next")
            nexts.append(took)
        memory = _memory(psutil.Process(process.pid)) / MEBI
    return [
        Line(
            f"the graders' page of {STUDENTS} hand-ins opens",
            Sample("all questions", "s", tuple(opened)),
            target=Target("≤ 1 s", at_most=1.0),
            note=f"the command itself was ready after {ready_s:.1f} s: it reads every hand-in once",
        ),
        Line(
            "the next answer, on the server",
            Sample("ms of a request and what it leads to", "ms", tuple(nexts)),
            target=Target("≤ 100 ms", at_most=100.0),
            note=f"{ANSWERS} answers in a row; slowest {max(nexts):.0f} ms",
        ),
        Line(
            f"groups of similar answers among {STUDENTS}",
            Sample("asked for at once, scikit-learn's import included", "s", tuple(groups)),
            target=Target("≤ 5 s", at_most=5.0),
            note="who reads the first page for some seconds waits for nothing",
        ),
        Line(
            "memory of the graders' page",
            Sample("resident after all of this, with what it started", "MiB", (memory,)),
            target=Target("≤ 300 MB", at_most=286.0),
        ),
    ]


def _memory(page: psutil.Process) -> int:
    """Bytes of the page and of the processes that it started."""
    return sum(one.memory_info().rss for one in (page, *page.children(recursive=True)))


def _class(students: int) -> tuple[dict[str, dict[str, str]], dict[str, dict[str, str]]]:
    """Answers and what the evidence says, different for everybody."""
    answers, contexts = {}, {}
    for number in range(students):
        name = f"student{number:04}"
        chosen = [SENTENCES[(number * step + number // 7) % len(SENTENCES)] for step in (1, 3, 5)]
        answers[name] = {
            part: f"{' '.join(chosen)} I saw it in epoch {number}." for part in QUESTIONS
        }
        contexts[name] = dict.fromkeys(QUESTIONS, HOLDS if number % 3 else OVERFITS)
    return answers, contexts


@contextmanager
def _reviewing(folder: Path) -> Iterator[tuple[subprocess.Popen[str], str, str]]:
    """`grader review`, and where it is reached."""
    command = [str(GRADER), "review", str(folder), "--no-reports", "--grader", "anna"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    try:
        said = process.stdout.readline() if process.stdout else ""
        found = re.search(r"http://([^/\s]+)(/\S+)", said)
        if found is None:
            raise CommandError(f"grader review gave no link: {said}")
        yield process, found[1], found[2]
    finally:
        process.send_signal(signal.SIGKILL)
        process.communicate()


STAGE = Stage(
    "review",
    "The page for people who grade",
    measure,
    minutes=0.5,
    command="grader review graded",
)
