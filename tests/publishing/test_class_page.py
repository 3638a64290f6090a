"""The page of a class is made of what lies in the batch's folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from grader.model.graded.finding import IntegrityFinding
from grader.model.hand_in import HandIn, Intake
from grader.pipeline import load_everything
from grader.publishing import write_class_page
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

    write_class_page(loaded, store, graded)

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

    write_class_page(loaded, store, [])

    page = store.summary.read_text("utf-8")
    assert '<html lang="de">' in page
    assert "Alle Abgaben" in page


def hand_in(name: str) -> HandIn:
    return HandIn(name=name, key=f"key of {name}", notebook=Path(name))
