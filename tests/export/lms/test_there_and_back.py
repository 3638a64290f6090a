"""Hand-ins of an LMS come back to it as its grades: thirty awkward names and more, and every grade
under the id that the LMS gave the student.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from grader.export import Graded
from grader.export.awards import awards_of
from grader.export.lms import (
    FillingRequest,
    fill_in_blackboard,
    fill_in_brightspace,
    fill_in_canvas,
    fill_in_moodle,
)
from grader.intake import collect
from tests.export.lms import test_blackboard, test_brightspace, test_canvas, test_moodle
from tests.export.lms.people import AWKWARD, Pupil, a_result
from tests.hostile.packing import Entry, notebook, packed

CLASS = [Pupil(str(1000 + at), name, Decimal(at + 1)) for at, name in enumerate(AWKWARD)]
UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')


def of_canvas(one: Pupil) -> str:
    """As Canvas names files: the name in small letters, without what is no letter or number."""
    name = re.sub(r"[\W_]", "", one.name).lower()
    return f"{name}_{one.id}_9{one.id}_hw 3.ipynb"


def of_moodle(one: Pupil) -> str:
    """As Moodle names folders: what no path may hold is gone, an underscore is a space."""
    return f"{UNFIT.sub('', one.name).replace('_', ' ')}_{one.id}_assignsubmission_file/hw.ipynb"


def of_brightspace(one: Pupil) -> str:
    """With the school's number, as some schools have it."""
    name = UNFIT.sub("", one.name).strip() or "x"
    return f"39{one.id}-255 - {one.id} - {name} - Sep 24, 2026 926 PM/hw.ipynb"


def of_blackboard(one: Pupil) -> str:
    """By the user name alone."""
    return f"HW 3_u{one.id}_attempt_2026-03-04-10-11-12_hw.ipynb"


@dataclass(frozen=True)
class Lms:
    """How one LMS gives hand-ins and takes grades."""

    file: Callable[[Pupil], str]
    table: Callable[[list[Pupil]], bytes]
    fill: Callable
    column: str = ""
    own: Callable[[Pupil], str] = lambda one: one.id
    """What the LMS knows the student by."""


SYSTEMS = {
    "canvas": Lms(of_canvas, test_canvas.gradebook, fill_in_canvas, "HW (777)"),
    "moodle": Lms(of_moodle, test_moodle.worksheet, fill_in_moodle),
    "brightspace": Lms(
        of_brightspace, test_brightspace.table_of, fill_in_brightspace, "HW 3 Points"
    ),
    "blackboard": Lms(
        of_blackboard,
        lambda class_: test_blackboard.table_of([replace(one, id=f"u{one.id}") for one in class_]),
        fill_in_blackboard,
        "123456",
        lambda one: f"u{one.id}",
    ),
}


def awards_of_zip(folder, lms: Lms, class_: list[Pupil]):
    """What everybody gets whose hand-in is in the zip: the points that its notebook names."""
    files = [
        Entry(lms.file(one), notebook(f"points = {one.points}  # {at}"))
        for at, one in enumerate(class_)
    ]
    (folder / "class.zip").write_bytes(packed(*files))
    intake = collect(folder / "class.zip", work=folder / "out" / "intake")
    graded = []
    for one in intake.hand_ins:
        (cell,) = json.loads(one.notebook.read_bytes())["cells"]
        points = Decimal("".join(cell["source"]).split()[2])
        result = a_result(Pupil("", "", points))
        graded.append(Graded(replace(result, origin=one.origin, path=one.path), "report.html"))
    return intake.system, awards_of(graded)


@pytest.mark.parametrize("system", SYSTEMS)
def test_everybody_gets_their_own(tmp_path, system):
    """Two of one name, commas, quotes, formulas, emoji, right-to-left, names that are numbers."""
    lms = SYSTEMS[system]
    found, awards = awards_of_zip(tmp_path, lms, CLASS)

    done = lms.fill(FillingRequest(awards, found, lms.table(CLASS), "table.csv", lms.column))

    assert found == system
    done.check(done.content)
    # Canvas would take such a row for its own; the student is reported.
    left = {one.id for one in CLASS if system == "canvas" and "Points Possible" in one.name}
    assert {key: Decimal(points) for key, points in done.expected.items()} == {
        lms.own(one): one.points for one in CLASS if one.id not in left
    }
    assert len(done.expected) >= 30
    skipped = {line.id for line in done.lines if line.what == "skipped"}
    assert skipped == left
