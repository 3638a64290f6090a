"""A class that is graded on the page has the grades of one that is graded by its sheet."""

import csv
import io

import pytest
from click.testing import CliRunner

from grader.cli import main
from tests.web.classes import QUESTIONS, a_class
from tests.web.conftest import page_of

pytestmark = pytest.mark.usefixtures("shared_processes")

CLASS = {
    name: {part: f"{name} says that {part} is {place} % right." for part in QUESTIONS}
    for place, name in enumerate(("ada", "bob", "cem", "dörte", "Емил"))
}
CLASS["cem"]["q3"] = ""


def given(student: str, finding: str, possible: float) -> tuple[str, str]:
    """The points and the comment that a person would give, whichever way."""
    points = (len(finding) * 7 + sum(map(ord, student)) * 3) % (2 * int(possible) + 1) / 2
    return f"{points:g}", f"Why {finding}?" if points < possible else ""


def run(*arguments) -> str:
    done = CliRunner().invoke(main, list(map(str, arguments)))
    assert done.exit_code == 0, done.output
    return done.stdout


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def grades(folder) -> dict[str, dict[str, str]]:
    """What a class comes to, by student: status, points, and those of every part."""
    return {row["name"]: row | {"report": ""} for row in rows(run("export", folder, "--to", "csv"))}


def test_the_page_and_the_sheet_come_to_the_same(tmp_path):
    """Half points, nothing, full points, comments, an empty answer, names in other scripts."""
    on_page = page_of(a_class(tmp_path / "page", CLASS))
    by_table = a_class(tmp_path / "table", CLASS)

    sheet = rows(run("export", by_table.path, "--to", "grading-sheet"))
    browser = on_page.browser("anna")
    for row in sheet:
        who, finding = row["name"], row["finding"]
        row["points"], row["comment"] = given(who, finding, float(row["points_possible"]))
        done = browser.post(
            f"{on_page.path(who, finding)}/save", points=row["points"], comment=row["comment"]
        )
        assert done.status_code == 200
    filled = tmp_path / "filled.csv"
    with filled.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, sheet[0].keys())
        writer.writeheader()
        writer.writerows(sheet)
    run("override", by_table.path, "--from", filled, "--no-reports", "-a", "mnist")

    assert len(sheet) == len(CLASS) * len(QUESTIONS)
    assert grades(on_page.store.path) == grades(by_table.path)
    assert {row["status"] for row in grades(by_table.path).values()} == {"graded"}
