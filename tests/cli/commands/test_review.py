"""`grader review` as an operator starts and ends it."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import signal
import ssl
import subprocess
import sys
from contextlib import contextmanager
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.review import Book
from grader.store import held
from tests.web.classes import a_class

Q1 = "q1.answered"
ONE = {"ada": {"q1": "They train and validate."}}


@pytest.fixture
def store(tmp_path):
    return a_class(tmp_path / "graded", ONE)


@contextmanager
def reviewing(folder, *options):
    """The process, and the first link that it prints."""
    command = [sys.executable, "-m", "grader.cli", "review", str(folder), "--no-reports", *options]
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        said = process.stdout.readline()
        link = re.search(r"(https?)://([^/]+)(/enter\S+)", said)
        assert link, said + process.stdout.read()
        yield process, link
    finally:
        process.kill()
        process.communicate()


class Visitor:
    """A browser without pictures."""

    def __init__(self, link):
        self.scheme, self.host, enter = link.groups()
        self.cookie = ""
        answer = self.ask("GET", enter)
        assert answer.status == 303
        self.set_cookie = answer.getheader("set-cookie")
        self.cookie = self.set_cookie.partition(";")[0]

    def ask(self, method, path, body=None):
        if self.scheme == "https":
            context = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection(self.host, timeout=60, context=context)
        else:
            connection = http.client.HTTPConnection(self.host, timeout=60)
        headers = {"Cookie": self.cookie, "Origin": f"{self.scheme}://{self.host}"}
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        return answer

    def give(self, points):
        """Give points for the first answer; they are confirmed once this returns."""
        path = self.ask("GET", f"/q/{Q1}").getheader("location")
        page = self.ask("GET", path).text
        csrf = re.search(r'name="csrf" value="([^"]+)"', page)[1]
        seen = re.search(r'name="seen" id="seen" value="(\d*)"', page)[1]
        fields = urlencode({"csrf": csrf, "points": points, "seen": seen})
        return self.ask("POST", f"{path}/save", fields)


def test_what_was_confirmed_outlives_a_kill_and_ends_up_in_the_grade(store):
    """`kill -9` right after the answer loses nothing; Ctrl-C writes it into the JSON."""
    with reviewing(store.path, "--grader", "anna") as (process, link):
        assert Visitor(link).give("4").status == 200
        process.kill()
        process.wait()
    (decision,) = Book(store.path).all()
    assert (decision.author, decision.what.points) == ("anna", 4)

    with reviewing(store.path) as (process, link):
        Visitor(link)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=300)
    record = json.loads((store.for_hand_in("ada.ipynb").path / "grade.json").read_text("utf-8"))
    points = {one["id"]: one["points"] for one in record["findings"]}
    assert process.returncode == 0
    assert "grades written for 1 hand-in" in said
    assert points[Q1] == "4"


def test_what_a_batch_holds_is_written_later(store):
    """While a batch works in the folder grades can't be written: that is said, and nothing lost."""
    with held(store.path, "grader batch"), reviewing(store.path) as (process, link):
        assert Visitor(link).give("4").status == 200
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=300)

    assert process.returncode == 4
    assert "in use by grader batch" in said
    assert len(Book(store.path).all()) == 1


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_shared_page_is_encrypted_and_says_so_to_browsers(store, tmp_path):
    """The cookie is for TLS alone, and tied to the very host."""
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", "/CN=localhost", "-out", certificate, "-keyout", key),
        ],
        check=True,
        capture_output=True,
    )
    options = ("--share", "localhost", "--tls-cert", str(certificate), "--tls-key", str(key))

    with reviewing(store.path, *options, "--grader", "anna") as (_, link):
        visitor = Visitor(link)
        answer = visitor.give("4")

    assert link[1] == "https"
    assert answer.status == 200
    assert visitor.set_cookie.startswith("__Host-")
    assert "secure" in visitor.set_cookie.lower()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--share", "0.0.0.0", "--grader", "anna"), "needs --tls-cert and --tls-key"),
        (("--share", "0.0.0.0", "--tls-cert", __file__, "--tls-key", __file__), "needs --grader"),
        (("--tls-cert", __file__), "belong to --share"),
        (("--grader", "an\nna"), "is not a grader's name"),
        (("--grader", " "), "is not a grader's name"),
        (("--port", "70000"), "--port"),
        (("--assignment", "digits"), "holds no results of the assignment"),
    ],
)
def test_what_can_t_be_is_wrong_usage(store, options, says):
    """Nothing goes unencrypted, and nobody decides without a name."""
    ended = CliRunner().invoke(main, ["review", str(store.path), *options])

    assert (ended.exit_code, says in ended.output) == (2, True), ended.output


def test_files_that_are_no_certificate_are_told(store):
    """Not a traceback."""
    options = (
        "--share",
        "localhost",
        "--grader",
        "anna",
        "--tls-cert",
        __file__,
        "--tls-key",
        __file__,
    )

    ended = CliRunner().invoke(main, ["review", str(store.path), *options])

    assert ended.exit_code == 2
    assert "PEM files" in ended.output
    assert "Traceback" not in ended.output


def test_the_server_is_loaded_only_when_it_serves():
    """`grader --help` and `grader review --help` stay quick."""
    code = (
        "import sys; from grader.cli import main\n"
        "try: main(['review', '--help'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'starlette', 'uvicorn', 'jinja2', 'sklearn', 'numpy'} & set(sys.modules)))"
    )

    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120
    ).stdout

    assert said.splitlines()[-1] == "[]"
