"""The gradebook as Canvas exports it, filled in and read again."""

import csv
import io

from grader.export.lms import FillingRequest, fill_in_canvas
from tests.export.lms.people import awards

HEADER = (
    "Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Essay (5)", "HW (777)",
    "HW 2 (778)", "Current Score",
)  # fmt: skip
POSSIBLE = ("    Points Possible", "", "", "", "", "10", "100", "100", "(read only)")


def gradebook(class_, *, now=None, header=HEADER, possible=POSSIBLE, separator=",") -> bytes:
    """As Canvas exports it; `now` are the grades of HW that are there already."""
    rows = [header, possible]
    for one in class_:
        grade = (now or {}).get(one.id, "")
        login = f"login{one.id}"
        rows.append((one.name, one.id, f"00{one.id}", login, "A", "7", grade, "", "88.1"))
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def filled(class_, *, table=None, system="canvas", column="HW (777)", **options):
    return fill_in_canvas(
        FillingRequest(
            awards(class_), system, table or gradebook(class_), "g.csv", column, **options
        )
    )


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))
