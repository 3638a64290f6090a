"""Classes of students with awkward names, and their grades, for the tests of exports."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from grader.export import Graded
from grader.export.awards import Award, awards_of
from grader.export.lms.plan import FilledIn
from grader.model.graded.finding import Finding
from grader.model.graded.grade import Grade, GradeStatus
from grader.model.graded.result import Result
from grader.model.hand_in import HandIn, Intake, Origin
from grader.model.submission import Student
from grader.store import BatchFolder, Key

AWKWARD = (
    *("Jane Doe", "Jane Doe", "Doe, Jane", "O'Brien, Máire", 'Max "the Axe" Roe', "=1+1", "+Ann"),
    *("-Bo", "@SUM(A1)", "Ünal Öz", "Łukasz Żółć", "李雷", "محمد علي", "שרה כהן", "José; Carlos"),
    *(
        "Zoë 🦊 Fox",
        "Ann\u202eeB",
        "Tab\there",
        "New\nLine",
        "Carriage\rReturn",
        "'quoted'",
        "a_b_12",
    ),
    *("123", "1,234", "12.5", "Points Possible", "Student, Test", "EX", "N/A", "null", "   x   "),
    *(
        "Participant 7",
        "Name_3_assignsubmission_file",
        "%0A=1",
        "|calc",
        "ＦＵＬＬ　Ｗｉｄｔｈ",
        "I\u0307lker",
    ),
)
"""More than thirty."""
NAMES = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=25),
)
POINTS = st.decimals(0, 100, places=2)
STATUSES = st.sampled_from(("graded", "graded", "graded", "needs_review", "ungradable"))


HEADER = (
    "Identifier", "Full name", "Status", "Group", "Grade", "Maximum Grade", "Grade can be changed",
    "Last modified (submission)", "Last modified (grade)",
)  # fmt: skip
STUDENTS = (("17", "Jane Doe", "Team 3"), ("18", "Bo Roe", "Team 3"), ("19", "Cy Poe", "Alpha"))


def a_worksheet(
    students: Sequence[tuple[str, str, str]] = STUDENTS,
    header: Sequence[str] = HEADER,
    *,
    names: bool = True,
) -> bytes:
    """As Moodle gives it where students hand in in groups; without names it is anonymous."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    columns = [at for at in range(len(header)) if names or at != 1]
    writer.writerow([header[at] for at in columns])
    for number, name, team in students:
        row = (f"Participant {number}", name, "Submitted", team, "", "100.00", "Yes", "-", "-")
        writer.writerow([row[at] for at in columns])
    return text.getvalue().encode()


@dataclass(frozen=True)
class Pupil:
    """One student with a grade."""

    id: str
    name: str
    points: Decimal = Decimal(50)
    status: GradeStatus = "graded"


def pupils(ids: st.SearchStrategy[str], *, most: int = 8) -> st.SearchStrategy[list[Pupil]]:
    """Students with ids of their own; names may be the same."""
    one = st.builds(Pupil, ids, NAMES, POINTS, STATUSES)
    return st.lists(one, max_size=most, unique_by=lambda pupil: pupil.id)


def a_class() -> list[Pupil]:
    """Everybody with an awkward name."""
    return [
        Pupil(str(1000 + at), name, Decimal(at) + Decimal("0.5")) for at, name in enumerate(AWKWARD)
    ]


def a_result(pupil: Pupil, *, possible: int = 100) -> Result:
    """The brief result of one student."""
    judged = pupil.status in ("graded", "needs_review")
    finding = Finding(
        "part.check", "part", "A check", "failed", Decimal(0), Decimal(5), "It is <b>wrong</b>.",
        "Look again.",
    )  # fmt: skip
    grade = Grade(
        pupil.status,
        pupil.points if judged else Decimal(0),
        Decimal(possible),
        Decimal(10 if pupil.status == "needs_review" else 0),
        (finding,) if judged else (),
        reason="" if judged else "no JSON",
    )
    origin = Origin((Student(pupil.id or None, pupil.name or None),))
    return Result("tiny", None, f"{pupil.id}.ipynb", "full", grade, origin=origin)


def graded(class_: Sequence[Pupil]) -> list[Graded]:
    """The results of a class."""
    return [Graded(a_result(one), f"submissions/{at}/report.html") for at, one in enumerate(class_)]


def awards(class_: Sequence[Pupil], *, include_unfinished: bool = False) -> tuple[Award, ...]:
    """What the class gets."""
    return awards_of(graded(class_), include_unfinished=include_unfinished)


def a_batch(folder: Path, class_: Sequence[Pupil], *, system: str = "canvas") -> Path:
    """The output folder of a batch that graded the class."""
    store = BatchFolder(folder)
    hand_ins = []
    for one in class_:
        result = a_result(one)
        place = store.for_hand_in(one.id)
        place.prepare()
        place.save(result, Key("s", "e", "x", "d"), content=one.id, public_json="{}")
        place.html.write_text(f"<p>report of {one.id}")
        place.pdf.write_bytes(b"%PDF-1.7 " + one.id.encode())
        hand_ins.append(HandIn(one.id, one.id, None, result.origin, path=result.path))
    store.write_intake(Intake(system, tuple(hand_ins)))
    return folder


def reported(filled: FilledIn) -> dict[str, str]:
    """By id, what becomes of everybody; nobody is told twice."""
    ids = [line.id for line in filled.lines]
    assert len(ids) == len(set(ids))
    return {line.id: line.what for line in filled.lines}
