"""Holds what the tests of this folder share."""

import json

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.cli.exports import services
from grader.export.services.lti_key import VARIABLE
from tests.export.lms.people import a_batch
from tests.export.services.course import CLASS, member
from tests.export.services.platform import CLIENT, TEACHER, Platform, lti_handler
from tests.export.services.servers import serving


@pytest.fixture(scope="module")
def key(tmp_path_factory):
    """The tool's key, as `grader lti-key` makes it, and the set that the LMS is given."""
    path = tmp_path_factory.mktemp("key") / "key.pem"
    shown = CliRunner().invoke(main, ["lti-key", str(path)])
    assert shown.exit_code == 0, shown.output
    return path, json.loads(shown.stdout)


@pytest.fixture
def lms(monkeypatch, key, tmp_path):
    """A course in which the class is, a student without a hand-in, and the teacher."""
    monkeypatch.delenv(VARIABLE, raising=False)
    waited = []
    monkeypatch.setattr(services.time, "sleep", waited.append)
    members = [member(one.id, one.name) for one in CLASS] + [member("11", "No Hand-in")]
    members.append(member("1", "Prof. X", roles=[TEACHER]))
    one = Platform(members, key[1])
    one.add("Other")
    one.item, one.waited = one.add("HW 3"), waited
    with serving(lti_handler(one)) as address:
        one.registration = tmp_path / "lti.yaml"
        one.fields = {
            "client_id": CLIENT,
            "token_url": f"{address}/token",
            "line_items": f"{address}/items",
            "members": f"{address}/members",
            "private_key": str(key[0]),
        }
        yield one


@pytest.fixture
def folder(tmp_path):
    return a_batch(tmp_path / "out", CLASS, system="folders")
