"""What people decided is never dropped because its file is lost."""

import json
import shutil

import pytest
from click.testing import CliRunner

from grader.batch import require_book
from grader.cli import main
from grader.errors import ConfigError
from grader.review import Book
from grader.store import BatchFolder
from tests.hostile.packing import notebook
from tests.review.cases import points

pytestmark = pytest.mark.usefixtures("shared_processes")

DECIDED = {"findings": [], "decisions": [{"id": 1}]}
COMMANDS = {
    "batch": ("batch", "in", "--out", "out", "-a", "digits", "--policy", "saved", "--no-pdf"),
    "regrade": ("regrade", "out", "-a", "digits"),
    "report": ("report", "out", "-a", "digits"),
    "export": ("export", "out", "--to", "csv"),
    "override": ("override", "out", "--list"),
    "review": ("review", "out", "-a", "digits"),
}


def published(folder, name, record):
    """A hand-in's published record."""
    place = folder / "submissions" / name / "grade.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(record, indent=2))
    return place


@pytest.mark.parametrize("how", ["gone", "empty"])
def test_a_lost_book_is_told_while_something_tells_of_it(tmp_path, how):
    """Going on would drop every decision, and the last trace of it, without a word."""
    store = BatchFolder(tmp_path)
    published(tmp_path, "ann", {"findings": [], "decisions": []})
    (tmp_path / "submissions" / "bob").mkdir()
    require_book(store)
    place = published(tmp_path, "cem", DECIDED)
    if how == "empty":
        Book(tmp_path).path.touch()

    with pytest.raises(ConfigError, match=r"cem/grade\.json tells of some") as told:
        require_book(store)
    place.unlink()
    require_book(store)

    assert "from a backup" in told.value.hint


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"decisions": 3', "[" * 100_000])
def test_what_tells_nothing_is_no_evidence(tmp_path, text):
    """A record that is damaged is written anew by the next batch."""
    published(tmp_path, "ann", {}).write_text(text)

    require_book(BatchFolder(tmp_path))


def test_a_book_with_decisions_is_there(tmp_path):
    """Also where all of them were taken back."""
    published(tmp_path, "ann", DECIDED)
    Book(tmp_path).record([points(1)])
    Book(tmp_path).undo(1, author="a")

    require_book(BatchFolder(tmp_path))


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_goes_on_without_it(tmp_path, monkeypatch, graded_once, command):
    """One sentence, and what tells of it is left as it is."""
    graded_once(tmp_path)
    monkeypatch.chdir(tmp_path)
    (place,) = tmp_path.glob("out/submissions/*/grade.json")
    place.write_text(json.dumps({**json.loads(place.read_text()), **DECIDED}))
    before = place.read_bytes()

    ended = CliRunner().invoke(main, COMMANDS[command])

    assert ended.exit_code == 2
    assert "it was lost" in ended.stderr
    assert "Traceback" not in ended.output
    assert place.read_bytes() == before


@pytest.fixture(scope="module")
def graded_once(tmp_path_factory):
    """Copies a class of one, graded, into a folder."""
    made = tmp_path_factory.mktemp("graded")
    (made / "in").mkdir()
    (made / "in" / "ann.ipynb").write_bytes(notebook("print(1)"))
    batch = [str(made / one) if one in ("in", "out") else one for one in COMMANDS["batch"]]
    assert CliRunner().invoke(main, batch).exit_code == 0
    return lambda into: shutil.copytree(made, into, dirs_exist_ok=True)
