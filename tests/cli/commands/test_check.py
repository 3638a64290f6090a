"""`grader check` says what is wrong with an assignment before it runs a notebook."""

import importlib
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.assignment import bundled
from grader.cli import main
from tests.hostile.packing import notebook


def test_a_damaged_list_of_mistakes_is_said_first(tmp_path, monkeypatch):
    """It is read for the reports, which are written when the notebook has run for an hour."""
    check = importlib.import_module("grader.cli.commands.check")
    monkeypatch.setattr(check, "_grade", lambda *_, **__: pytest.fail("the notebook is run"))
    folder = Path(shutil.copytree(bundled("reference") / "digits", tmp_path / "digits"))
    (folder / "mutants.json").write_text("{")
    (tmp_path / "tiny.ipynb").write_bytes(notebook("print(1)"))

    page = str(tmp_path / "report.html")
    ended = CliRunner().invoke(
        main, ["check", str(tmp_path / "tiny.ipynb"), "-a", str(folder), "--html", page]
    )

    assert ended.exit_code == 2
    assert "mutants.json" in ended.output
