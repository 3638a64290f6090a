"""`kill -9` while somebody saves: what the page confirmed is there, and nothing is half there."""

from __future__ import annotations

import http.client
import itertools
import os
import random
import re
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from urllib.parse import urlencode

import pytest

from grader.review import Book
from tests.web.classes import a_class

STUDENTS = {f"student{number}": {"q1": "They train.", "q3": ""} for number in range(3)}
Q1, Q3 = "q1.answered", "q3.answered"
MOST_SAVED, LATEST_KILL_S = 4, 0.1
"""Before a kill: so many are confirmed, then so much time passes, both drawn by chance."""
SERVERS = """
import os, signal, sys
from pathlib import Path
from grader.pipeline import open_assignment
from grader.store import BatchFolder
from grader.web import Publisher, ReviewOptions, review_folder
assignment = open_assignment("mnist")[0]
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
for _ in sys.stdin:
    if os.fork() == 0:
        review_folder(
            assignment,
            BatchFolder(Path(sys.argv[1])),
            ReviewOptions(("anna",)),
            publisher=Publisher(lambda: ""),
            tell=lambda grader, link: print(os.getpid(), link, flush=True),
        )
        os._exit(0)
"""
"""Loads the page once, and serves it in a new process for every line: a start takes no second."""


class Saver:
    """A browser that saves until the page is gone, and remembers what was confirmed."""

    def __init__(self, host: str, enter: str):
        self.host, self.cookie, self.one_more = host, "", threading.Semaphore(0)
        self.cookie = self.ask("GET", enter)[1].partition(";")[0]
        self.hand_ins = sorted(
            set(re.findall(rf"/q/{Q1}/([0-9a-f]{{10}})\"", self.text(f"/q/{Q1}/all")))
        )
        self.csrf = re.search(r'name="csrf" value="([^"]+)"', self.text("/students"))[1]

    def ask(self, method: str, path: str, body: str | None = None, **headers: str):
        connection = http.client.HTTPConnection(self.host, timeout=60)
        if body is not None:
            headers |= {"content-type": "application/x-www-form-urlencoded"}
            headers |= {"origin": f"http://{self.host}"}
        connection.request(method, path, body, headers={"cookie": self.cookie, **headers})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        where = answer.getheader("location") or answer.getheader("hx-redirect") or ""
        return text, answer.getheader("set-cookie") or "", where

    def text(self, path: str) -> str:
        return self.ask("GET", path)[0]

    def post(self, path: str, fields: list[tuple[str, str]], **headers: str):
        return self.ask("POST", path, urlencode([("csrf", self.csrf), *fields]), **headers)

    def save(self, words: str, number: int) -> bool:
        """Save one answer as the page does by itself; whether it was confirmed."""
        path = f"/q/{Q1}/{self.hand_ins[number % len(self.hand_ins)]}"
        fields = [("points", str(number % 6)), ("comment", words)]
        seen = re.search(r'id="seen" value="(\d*)"', self.text(path))[1]
        text, *_ = self.post(f"{path}/save", [*fields, ("seen", seen)], **{"hx-request": "true"})
        return "Saved" in text

    def save_group(self, words: str) -> bool:
        """Give all empty answers the same; whether it was confirmed."""
        group = re.search(rf"/q/{Q3}/groups/(\w+)", self.text(f"/q/{Q3}/groups"))[0]
        fields = [("points", "1"), ("comment", words)]
        _, _, where = self.post(group, [*fields, *(("chosen", one) for one in self.hand_ins)])
        return bool(where)

    def save_until_it_is_gone(self, numbers, confirmed: list[str]) -> None:
        with suppress(OSError, http.client.HTTPException):
            for number in numbers:
                words = f"number {number}"
                done = self.save_group(words) if number % 4 == 0 else self.save(words, number)
                assert done
                confirmed.append(words)
                self.one_more.release()


def killed_again_and_again(folder, kills: int) -> int:
    """How many savings were confirmed; each has to be there after every kill."""
    store = a_class(folder, STUDENTS)
    chance, numbers, confirmed = random.Random(kills), itertools.count(1), []
    command = [sys.executable, "-c", SERVERS, str(store.path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as servers:
        for _ in range(kills):
            servers.stdin.write("\n")
            servers.stdin.flush()
            said = re.match(r"(\d+) http://([^/]+)(/\S+)", servers.stdout.readline())
            saver = Saver(said[2], said[3])
            servers.stdout.readline()  # the next link
            saving = threading.Thread(
                target=saver.save_until_it_is_gone, args=(numbers, confirmed), daemon=True
            )
            saving.start()
            for _ in range(chance.randint(1, MOST_SAVED)):
                assert saver.one_more.acquire(timeout=120)
            threading.Event().wait(chance.uniform(0, LATEST_KILL_S))
            os.kill(int(said[1]), signal.SIGKILL)
            saving.join()
            assert_all_is_there(store.path, confirmed)
        servers.stdin.close()
    return len(confirmed)


def assert_all_is_there(folder, confirmed: list[str]) -> None:
    """Everything that was confirmed, every group whole, and no record torn."""
    decisions = Book(folder).all()
    comments = [one.what.comment for one in decisions]
    assert [one.id for one in decisions] == list(range(1, len(decisions) + 1))
    assert set(confirmed) <= set(comments)
    for words in comments:
        in_a_group = int(words.split()[1]) % 4 == 0
        assert comments.count(words) == (len(STUDENTS) if in_a_group else 1)


def test_what_was_confirmed_outlives_three_kills(tmp_path):
    """At three random moments of saving answers and groups."""
    assert killed_again_and_again(tmp_path / "graded", 3) >= 3


@pytest.mark.slow
def test_what_was_confirmed_outlives_a_hundred_kills(tmp_path):
    """At a hundred."""
    assert killed_again_and_again(tmp_path / "graded", 100) >= 100
