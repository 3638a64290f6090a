"""Keys, tokens and registrations of LTI: who may send grades, and what nobody is shown."""

import json
import logging

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.cli.exports import services
from grader.export.services.lti_key import VARIABLE
from tests.export.services.course import send


def test_a_token_that_expires_is_got_anew(folder, lms):
    """Once; the key signs another assertion."""
    lms.forget_tokens = 1

    assert send(folder, lms).exit_code == 0
    assert len(lms.scores) == 4


def test_another_key_is_refused_with_what_to_do(folder, lms, tmp_path):
    """And nothing of it is shown."""
    other = tmp_path / "other.pem"
    CliRunner().invoke(main, ["lti-key", str(other)])
    lms.fields["private_key"] = "other.pem"

    done = send(folder, lms)

    assert done.exit_code == 2
    assert "gave no access token" in done.stderr
    assert "lti-key" in done.stderr
    assert "PRIVATE" not in done.output


def test_no_secret_is_in_a_log(folder, lms, key, caplog):
    """Neither key nor assertion nor token, at the lowest level."""
    caplog.set_level(logging.DEBUG)

    done = send(folder, lms)

    secrets = [line for line in key[0].read_text().splitlines() if len(line) == 64]
    assert len(secrets) > 10
    assert not [one for one in secrets if one in caplog.text + done.output]
    assert "eyJ" not in caplog.text + done.output + (folder / services.LEDGER).read_text()


def test_a_key_that_others_may_read_is_refused(folder, lms, key, tmp_path):
    """Before anybody is asked anything."""
    copy = tmp_path / "open.pem"
    copy.write_bytes(key[0].read_bytes())
    copy.chmod(0o644)
    lms.fields["private_key"] = str(copy)

    done = send(folder, lms)

    assert (done.exit_code, lms.requests) == (2, [])
    assert "chmod 600" in done.stderr


@pytest.mark.parametrize("written", [lambda pem: pem, lambda pem: pem.replace("\n", "\\n")])
def test_the_environment_may_hold_the_key(folder, lms, key, monkeypatch, written):
    """On lines, or on one."""
    del lms.fields["private_key"]
    monkeypatch.setenv(VARIABLE, written(key[0].read_text()))

    assert send(folder, lms).exit_code == 0
    assert len(lms.scores) == 4


def test_without_a_key_nobody_is_asked(folder, lms):
    """The message names the three places."""
    del lms.fields["private_key"]

    done = send(folder, lms)

    assert (done.exit_code, lms.requests) == (2, [])
    assert VARIABLE in done.stderr


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"client": "x"}, "did you mean 'client_id'?"),
        ({"token_url": "http://lms.example.edu/token"}, "begins with https://"),
        ({"members": None}, "members:"),
    ],
)
def test_a_registration_that_is_wrong_is_refused(folder, lms, change, said):
    """Every mistake by its name."""
    lms.fields |= change

    done = send(folder, lms)

    assert (done.exit_code, lms.requests) == (2, [])
    assert said in " ".join(done.stderr.split())


def test_a_page_elsewhere_gets_no_token(folder, lms):
    """An LMS that names another server's address as its next page is not followed."""
    lms.elsewhere = "http://127.0.0.2:9"

    done = send(folder, lms)

    assert done.exit_code == 2
    assert "not its own" in done.stderr
    assert lms.scores == []


def test_a_key_is_made_once_and_only_its_public_half_is_shown(tmp_path):
    """Nobody else may read the file; again shows the same."""
    path = tmp_path / "key.pem"

    first = CliRunner().invoke(main, ["lti-key", str(path)])
    again = CliRunner().invoke(main, ["lti-key", str(path)])
    pem = CliRunner().invoke(main, ["lti-key", str(path), "--form", "pem"])

    assert path.stat().st_mode & 0o777 == 0o600
    assert first.stdout == again.stdout
    (shown,) = json.loads(first.stdout)["keys"]
    assert set(shown) == {"alg", "e", "kid", "kty", "n", "use"}
    assert pem.stdout.startswith("-----BEGIN PUBLIC KEY-----")
