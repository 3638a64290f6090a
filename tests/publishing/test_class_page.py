"""The page of a class is made of what lies in the batch's folder."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from grader.errors import OutputError
from grader.model.graded.finding import IntegrityFinding
from grader.model.hand_in import HandIn, Intake
from grader.pipeline import load_everything
from grader.publishing import Renderers, write_class_page
from grader.report.views.class_page import summary
from grader.store import BatchFolder, keep_readers
from tests.report import cases


def test_copies_find_each_other_by_what_the_hand_ins_are_called(tmp_path: Path):
    """Comparing names hand-ins as they were given; the page leads from there to their reports."""
    loaded = load_everything("mnist")
    store = BatchFolder(tmp_path)
    store.write_intake(Intake("plain", (hand_in("one.ipynb"), hand_in("two.ipynb"))))
    graded = []
    for name, other in (("one.ipynb", "two.ipynb"), ("two.ipynb", "one.ipynb")):
        doubt = IntegrityFinding("identical_submission", "warning", "The same.", others=(other,))
        result = cases.perfect(loaded.assignment)
        found = replace(result, path=name, submission=None)
        found = replace(found, grade=replace(found.grade, integrity=(doubt,)))
        graded.append((store.for_hand_in(f"key of {name}"), found))

    with Renderers(loaded, processes=1) as renderers:
        write_class_page(loaded, store, graded, renderers)

    page = store.summary.read_text("utf-8")
    alike = page.partition('<section aria-labelledby="alike">')[2].partition("</section>")[0]
    for folder, result in graded:
        link = folder.html.relative_to(tmp_path).as_posix()
        assert f'<a href="./{link}">{result.path}</a>' in alike


def test_the_page_is_in_the_language_of_the_reports(tmp_path: Path):
    """That which the batch remembers."""
    loaded = load_everything("digits")
    store = BatchFolder(tmp_path)
    keep_readers(store, language="de")

    with Renderers(loaded, processes=1) as renderers:
        write_class_page(loaded, store, [], renderers)

    page = store.summary.read_text("utf-8")
    assert '<html lang="de">' in page
    assert "Alle Abgaben" in page


def test_a_page_that_cant_be_drawn_is_told_with_what_helps(tmp_path: Path):
    """And the process that failed at it is there for the next one."""
    loaded = load_everything("digits")
    store = BatchFolder(tmp_path)
    keep_readers(store, language="de")
    store.summary.mkdir()

    with Renderers(loaded, processes=1) as renderers:
        with pytest.raises(OutputError) as raised:
            write_class_page(loaded, store, [], renderers)
        store.summary.rmdir()
        write_class_page(loaded, store, [], renderers)

    assert raised.value.message.startswith("the page of the class was not written: ")
    assert "summary.html" in raised.value.message
    assert "a folder of this name is in the way" in raised.value.hint
    assert "Alle Abgaben" in store.summary.read_text("utf-8")


def test_after_reports_were_given_up_the_page_is_drawn_all_the_same(tmp_path: Path):
    """What stopped the grading doesn't stop the page of what is finished."""
    loaded = load_everything("digits")
    store = BatchFolder(tmp_path)

    with Renderers(loaded, processes=2) as renderers:
        for number in range(9):
            renderers.render(tmp_path / f"nowhere {number}", pdf=False)
        renderers.give_up()
        write_class_page(loaded, store, [], renderers)

    assert "All hand-ins" in store.summary.read_text("utf-8")
    assert len(renderers.problems) < 9


def test_what_grades_a_class_does_not_load_what_draws(tmp_path: Path):
    """Loading takes seconds, and whoever draws has it loaded already."""
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from grader.pipeline import load_everything\n"
        "from grader.publishing import Renderers, write_class_page\n"
        "from grader.store import BatchFolder\n"
        "loaded = load_everything('digits')\n"
        "with Renderers(loaded, processes=1) as renderers:\n"
        "    write_class_page(loaded, BatchFolder(Path(sys.argv[1])), [], renderers)\n"
        "print(sorted({'matplotlib', 'seaborn', 'weasyprint', 'scipy'} & set(sys.modules)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-P", "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )

    assert run.stdout.strip() == "[]"
    assert (tmp_path / "summary.html").exists()


def hand_in(name: str) -> HandIn:
    return HandIn(name=name, key=f"key of {name}", notebook=Path(name))


def test_a_hand_in_that_cannot_be_shown_costs_no_class_its_page(tmp_path: Path, monkeypatch):
    """It is named on it, and among the problems; the others have their rows."""
    loaded = load_everything("mnist")
    store = BatchFolder(tmp_path)
    result = replace(cases.perfect(loaded.assignment), submission=None)
    graded = [
        (store.for_hand_in(name), replace(result, path=name)) for name in ("one.ipynb", "two.ipynb")
    ]
    real = summary.student_row

    def failing(result, *given):
        if result.path == "two.ipynb":
            raise TypeError("what nobody foresaw")
        return real(result, *given)

    monkeypatch.setattr(summary, "student_row", failing)
    with Renderers(loaded, processes=1) as renderers:
        write_class_page(loaded, store, graded, renderers)

    page = store.summary.read_text("utf-8")
    assert "one.ipynb" in page
    assert "not on this page: two-" in page
    assert [one.name for one in renderers.problems] == [graded[1][0].name]
    assert "what nobody foresaw" in renderers.problems[0].why


def test_a_class_that_cannot_be_shown_is_told_so(tmp_path: Path, monkeypatch):
    """Where each would be all right by itself, the page is missing and nothing else."""
    loaded = load_everything("mnist")
    monkeypatch.setattr(summary, "_facts", lambda results, _: (1 // (2 - len(results)),)[1:])
    result = replace(cases.perfect(loaded.assignment), submission=None)
    store = BatchFolder(tmp_path)
    graded = [(store.for_hand_in(name), replace(result, path=name)) for name in ("a", "b")]

    with Renderers(loaded, processes=1) as renderers, pytest.raises(OutputError, match="a fault"):
        write_class_page(loaded, store, graded, renderers)


class Deadly:
    """Ends the process that is handed it."""

    def __str__(self):
        return "death"

    def __reduce__(self):
        return os._exit, (7,)


@pytest.mark.parametrize(
    ("spoilt", "where"), [(5, {0}), (5, {4}), (5, {1, 3}), (Deadly(), {4})], ids=str
)
def test_a_hand_in_over_which_drawing_fails_costs_no_class_its_page(
    tmp_path: Path, monkeypatch, spoilt, where
):
    """The process that draws fails over it, or ends; it is found by drawing parts of the class."""
    loaded = load_everything("mnist")
    store = BatchFolder(tmp_path)
    result = replace(cases.perfect(loaded.assignment), submission=None)
    names = [f"{letter}.ipynb" for letter in "abcde"]
    bad = {names[at] for at in where}
    graded = [(store.for_hand_in(name), replace(result, path=name)) for name in names]
    real = summary.student_row

    def spoiling(result, *given):
        row = real(result, *given)
        return replace(row, parts=spoilt) if result.path in bad else row

    monkeypatch.setattr(summary, "student_row", spoiling)
    with Renderers(loaded, processes=1) as renderers:
        write_class_page(loaded, store, graded, renderers)

    page = store.summary.read_text("utf-8")
    folders = {folder.name for folder, one in graded if one.path in bad}
    assert all(name in page for name in set(names) - bad)
    assert all(f"not on this page: {folder}" in page for folder in folders)
    assert {one.name for one in renderers.problems} == folders


def test_what_cannot_be_drawn_on_paper_costs_no_page_in_the_browser(tmp_path: Path):
    """It is told among what could not be rendered."""
    loaded = load_everything("mnist")
    store = BatchFolder(tmp_path)
    result = replace(cases.perfect(loaded.assignment), submission=None)
    folder = store.for_hand_in("a")
    folder.pdf.parent.mkdir(parents=True)
    folder.pdf.touch()

    with Renderers(loaded, processes=1) as renderers:
        write_class_page(loaded, store, [(folder, result)], renderers)
        assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF")
        store.summary.unlink()
        (tmp_path / "summary.pdf").unlink()
        (tmp_path / ".summary.pdf.part").mkdir()
        write_class_page(loaded, store, [(folder, result)], renderers)

    assert "All hand-ins" in store.summary.read_text("utf-8")
    assert [one.name for one in renderers.problems] == ["summary.pdf"]
