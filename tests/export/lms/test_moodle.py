"""Moodle's worksheet goes back with grades, and what Moodle would skip is reported."""

import csv
import io
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from grader.cli import main
from grader.errors import ExportError
from grader.export.lms import FillingRequest, fill_in_moodle
from grader.export.lms.importers.moodle import read_as_moodle
from grader.export.lms.worksheet import read_worksheet
from tests.export.lms.people import Pupil, a_batch, a_class, awards, pupils, reported

ENGLISH = (
    "Identifier", "Full name", "Email address", "Status", "Grade", "Maximum Grade",
    "Grade can be changed", "Last modified (submission)", "Online text", "Last modified (grade)",
    "Feedback comments",
)  # fmt: skip
GERMAN = (
    "ID", "Vollständiger Name", "E-Mail-Adresse", "Status", "Bewertung", "Höchste Bewertung",
    "Bewertung kann geändert werden", "Zuletzt geändert (Abgabe)", "Texteingabe online",
    "Zuletzt geändert (Bewertung)", "Feedback als Kommentar",
)  # fmt: skip
UNKNOWN = tuple(f"Überschrift {at}" for at in range(len(ENGLISH)))
WORDS = {ENGLISH: "Participant ", GERMAN: "Teilnehmer/in", UNKNOWN: "Участник "}
SUBMITTED = "Thursday, 26 November 2026, 5:05 AM"
PARTICIPANTS = st.integers(1, 10**9).map(str)


def worksheet(class_, *, header=ENGLISH, now=None, locked=(), separator=",", date="-") -> bytes:
    """As Moodle gives it."""
    yes, no = ("Ja", "Nein") if header is GERMAN else ("Yes", "No")
    rows = [header]
    for one in class_:
        grade = (now or {}).get(one.id, "")
        rows.append(
            (
                *(f"{WORDS[header]}{one.id}", one.name, f"s{one.id}@x.edu", "Submitted"),
                *(grade, "100,00", no if one.id in locked else yes, SUBMITTED),
                *("<p>=1+1, typed in</p>", date if not grade else SUBMITTED, "<p>old</p>"),
            )
        )
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def filled(class_, *, table=None, system="moodle", **options):
    return fill_in_moodle(
        FillingRequest(awards(class_), system, table or worksheet(class_), "w.csv", **options)
    )


def cells(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@given(pupils(PARTICIPANTS).filter(bool), st.sampled_from((ENGLISH, GERMAN, UNKNOWN)), st.data())
def test_every_grade_comes_back_under_the_participant(class_, header, data):
    """In any language; locked rows, zeros and what awaits a person are told and not written."""
    now = {one.id: data.draw(st.sampled_from(("", "3,50"))) for one in class_}
    locked = {one.id for one in class_ if data.draw(st.booleans())}
    table = worksheet(class_, header=header, now=now, locked=locked)

    done = filled(class_, table=table)

    done.check(done.content)
    what = reported(done)
    skipped = {one.id for one in class_ if one.status != "graded" or one.points == 0}
    assert {id_ for id_, kind in what.items() if kind == "skipped"} == skipped | locked
    found = read_as_moodle(done.content, read_worksheet(table, "w.csv"))
    assert {id_: Decimal(points) for id_, points in found.items()} == {
        one.id: one.points for one in class_ if what[one.id] == "set"
    }


def test_only_the_grade_changes_and_the_date_stays():
    """By the date Moodle sees what was graded since; what students typed in is no formula."""
    class_ = a_class()
    done = filled(class_)

    before = {row[0]: row for row in cells(worksheet(class_))}
    header, *body = cells(done.content)
    assert tuple(header) == ENGLISH
    assert len(body) == len(class_)
    for row in body:
        was = before[row[0]]
        assert (row[9], row[10]) == (was[9], was[10])
        assert not [cell for cell in row if cell[:1] in set("=+@|%\t\r\n") and cell != "-"]


@pytest.mark.parametrize(
    ("pupil", "options", "said"),
    [
        (Pupil("7", "Ann", Decimal(0)), {}, "takes no 0"),
        (Pupil("7", "Ann", Decimal(-1)), {}, "less than 0"),
        (Pupil("7", "Ann", Decimal(101)), {}, "more than Moodle's maximum"),
        (Pupil("7", "Ann", status="needs_review"), {}, "await a person"),
        (Pupil("7", "Ann"), {"locked": ("7",)}, "locked"),
    ],
)
def test_what_moodle_would_skip_is_reported(pupil, options, said):
    """Moodle itself says only how many grades it took."""
    (line,) = filled([pupil], table=worksheet([pupil], **options)).lines

    assert (line.what, said in line.said) == ("skipped", True)


ANONYMOUS = (*ENGLISH[:1], *ENGLISH[3:])


def anonymous(class_, header=ANONYMOUS) -> bytes:
    """The worksheet of anonymous marking: neither names nor addresses."""
    with_names = csv.reader(io.StringIO(worksheet(class_).decode("utf-8-sig"), newline=""))
    _, *rows = list(with_names)
    text = io.StringIO()
    csv.writer(text).writerows([header, *((row[0], *row[3:]) for row in rows)])
    return text.getvalue().encode()


@pytest.mark.parametrize("header", [ANONYMOUS, tuple(f"Überschrift {at}" for at in range(9))])
def test_anonymous_marking_has_numbers_alone(header):
    """The status that stands in the place of the names is nobody's name."""
    class_ = [Pupil(str(at), "") for at in range(1, 7)]

    done = filled(class_[:5], table=anonymous(class_, header))

    done.check(done.content)
    assert reported(done) == {**dict.fromkeys("12345", "set"), "6": "skipped"}
    assert {line.student for line in done.lines} == {
        "1.ipynb",
        "2.ipynb",
        "3.ipynb",
        "4.ipynb",
        "5.ipynb",
        "",
    }


def test_an_assignment_on_a_scale_is_refused():
    """Also where another column holds one number for everybody, which is no maximum."""
    class_ = [Pupil("1", "Ann"), Pupil("2", "Bo")]
    header = b"Identifier,Full name,Year,Status,Grade,Scale,Grade can be changed"
    rows = b'\r\nParticipant 1,Ann,2026,Submitted,,"Poor, Fair, Good",Yes,x,-'
    table = header + b",Last modified (submission),Last modified (grade)" + rows

    with pytest.raises(ExportError, match="by a scale"):
        filled(class_, table=table)


def test_a_date_that_moodle_can_not_read_is_reported():
    """It would take the row for one that was graded since, unless a box is ticked."""
    class_ = [Pupil("7", "Ann")]
    table = worksheet(class_, date="Donnerstag, 26. November 2026, 05:05")

    (line,) = filled(class_, table=table).lines

    assert (line.what, "tick" in line.said) == ("set", True)


def test_what_is_there_already_is_not_set_again():
    """Whatever sign the decimals have."""
    class_ = [Pupil("7", "Ann", Decimal("50.5"))]

    done = filled(class_, table=worksheet(class_, now={"7": "50,50"}))

    assert (reported(done), len(cells(done.content))) == ({"7": "same"}, 1)


def test_comments_are_html_that_runs_nothing():
    """What a finding says is text, and the column is named in the language of the header."""
    done = filled(a_class(), comments=True)

    comment = cells(done.content)[1][10]
    assert comment.startswith("0.5 of 100 points.<br>- A check (0/5): It is &lt;b&gt;wrong")
    assert not any("comments" in note for note in done.notes)


def test_who_is_not_from_moodle_is_found_by_the_address():
    """Moodle's participant numbers are nobody else's ids."""
    class_ = [Pupil("s8@x.edu", "Ann Lee"), Pupil("9", "Bo Roe")]
    table = worksheet([Pupil("8", "Lee Ann"), Pupil("9", "Cy Poe")])

    assert [line.what for line in filled(class_, table=table, system="folders").lines] == [
        "set",
        "skipped",
        "skipped",
    ]


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (b"Identifier,Grade\n", "no students"),
        (b"Name,Grade\nAnn,3\n", "expected a column with identifiers"),
        (b"Identifier,Full name,Grade\nParticipant 1,Ann,\n", "out of"),
        (b"Identifier,Full name,Grade,Maximum Grade\nParticipant 1,Ann,,100\n", "last changed"),
        (b"Identifier,Full name,Note X,Y\nParticipant 1,Ann,,\n", "--column"),
    ],
)
def test_what_is_no_worksheet_is_refused(table, said):
    """A column that Moodle needs and that can't be recognised is not guessed."""
    with pytest.raises(ExportError) as error:
        fill_in_moodle(FillingRequest(awards(a_class()), "moodle", table, "w.csv"))

    assert said in str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (b"Grade,Maximum", b"Mark,Maximum", "header"),
        (b"Participant 7", b"Participant 9", "no participant '9'"),
        (b",-,", b",now,", "the date"),
        (b",Yes,", b",Yes,x,", "equally long"),
    ],
)
def test_the_strict_reader_refuses_what_moodle_would_misunderstand(old, new, said):
    """Each rule of the importer that a fault of ours could break."""
    table = worksheet([Pupil("7", "Ann")])

    with pytest.raises(ExportError) as error:
        read_as_moodle(table.replace(old, new), read_worksheet(table, "w.csv"))

    assert said in str(error.value)


def test_moodle_from_the_command_line(tmp_path):
    """The zero is reported with the way out, and the rest is written."""
    class_ = [Pupil("7", "Ann Lee", Decimal("87.5")), Pupil("8", "Bo Roe", Decimal(0))]
    out = a_batch(tmp_path / "out", class_, system="moodle")
    (tmp_path / "w.csv").write_bytes(worksheet(class_))
    words = ["export", str(out), "--to", "moodle", "--gradebook", str(tmp_path / "w.csv")]

    done = CliRunner().invoke(main, [*words, "--out", str(tmp_path / "up.csv")])

    assert done.exit_code == 0, done.output
    assert "moodle-service" in done.stderr.replace("\n", " ").replace("moodle- ", "moodle-")
    found = read_as_moodle(
        (tmp_path / "up.csv").read_bytes(), read_worksheet(worksheet(class_), "w.csv")
    )
    assert found == {"7": "87.5"}
