"""Reports are named so that each LMS finds the student."""

import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from grader.cli import main
from grader.export.lms.feedback import UNPROVEN, feedback_for
from grader.export.lms.matching import Person
from grader.export.lms.participants import IDENTIFIER, participants
from tests.export.lms.people import Pupil, a_batch, a_class, a_worksheet, awards, pupils

pytestmark = pytest.mark.usefixtures("shared_processes")

BRIGHTSPACE = "x.zip/397063-2557369 - Group 1 - Sep 24, 2024 926 PM/hw.ipynb"


def reports(award) -> str:
    return f"submissions/{award.student.id}/report.pdf"


def read_by_moodle(names: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """For each file the participant, and the name and path it is kept under, as Moodle's
    `assignfeedback_file_zip_importer` (`importziplib.php`) takes it; files that it ignores are left
    out.
    """
    for name in names:
        if name.rpartition("/")[2].startswith((".", "~")):
            continue
        parts = name.split("/")
        while parts:
            info = parts.pop(0).split("_", 4)
            known = len(info) >= 4 and info[1].isdigit()
            if known and (info[2], info[3]) == ("assignsubmission", "file"):
                rest = "/".join([*([info[4]] if len(info) > 4 else [""]), *parts])
                yield info[1], rest.lstrip("/"), name
                break


def moodles(*pupils: Pupil, table: bytes | None = None, **changes):
    """By participant, the hand-ins whose report Moodle hangs onto it; and what is said of all."""
    given_ = [replace(one, **changes) for one in awards(pupils)]
    people = participants(table, "w.csv", given_) if table else None
    feedback = feedback_for(given_, "moodle", reports, people=people)
    found = {who: feedback.names[name] for who, _, name in read_by_moodle(feedback.names)}
    return found, [line.said for line in feedback.lines]


@given(pupils(st.integers(1, 10**9).map(str)))
def test_moodle_finds_the_student_of_every_report(class_):
    """Whatever the name holds: an underscore in it would shift the number."""
    people = [Person(at, {IDENTIFIER: one.id}, one.name) for at, one in enumerate(class_)]

    feedback = feedback_for(awards(class_), "moodle", reports, people=people)

    found = {name: (who, kept) for who, kept, name in read_by_moodle(feedback.names)}
    wanted = [one.id for one in class_ if one.status == "graded"]
    assert sorted(who for who, _ in found.values()) == sorted(wanted)
    assert all(kept == "report.pdf" for _, kept in found.values())
    assert all(feedback.names[name].split("/")[1] == found[name][0] for name in feedback.names)


@pytest.mark.parametrize("name", ["Omega", "Team 3", "Jane Doe", ""])
def test_the_download_alone_proves_no_number(name):
    """A group may be called as nobody would guess, and its number be a participant's."""
    assert moodles(Pupil("17", name)) == ({}, [UNPROVEN])


def test_a_number_that_the_roster_lists_is_proven():
    """By Moodle's own numbers, as the worksheet has them."""
    (award,) = awards([Pupil("17", "Omega")])
    origin = replace(award.graded.result.origin, listed=True)
    graded = replace(award.graded, result=replace(award.graded.result, origin=origin))

    assert moodles(Pupil("17", "Omega"), graded=graded)[0] == {"17": "submissions/17/report.pdf"}


@pytest.mark.parametrize(
    ("hand_in", "proven"),
    [
        ("a.zip/Team 3-Jane Doe_17_assignsubmission_file_/hw.ipynb", True),
        ("a.zip/Omega_17_assignsubmission_file/hw.ipynb", False),
        ("a.zip/Omega_17_assignsubmission_file/Omega_17_assignsubmission_file_/hw.ipynb", False),
        ("a.zip/Omega_18_assignsubmission_file_/hw.ipynb", False),
        ("a.zip/Omega_17_assignsubmission_file_hw.ipynb", False),
    ],
)
def test_before_4_1_every_number_was_a_participants(hand_in, proven):
    """Its folders end in an underscore; what a student puts inside proves nothing."""
    found, _ = moodles(Pupil("17", "Omega"), hand_in=hand_in)

    assert set(found) == ({"17"} if proven else set())


def test_the_worksheet_tells_a_participant_from_a_group():
    """A group's report goes to its members, and never to who has its number."""
    found, said = moodles(
        Pupil("18", "Team 3"), Pupil("19", "Omega"), Pupil("20", "Bo"), table=a_worksheet()
    )

    assert set(found) == {"17", "18"}
    assert "its number is Cy Poe's, and its name is Omega" in said[2]
    assert said[3] == "nobody in the table has this id"


def test_a_student_called_as_groups_are_has_a_report():
    """The worksheet says that it is a student's name."""
    table = a_worksheet((("17", "Team Gruppe", ""),))

    assert set(moodles(Pupil("17", "Team Gruppe"), table=table)[0]) == {"17"}


@pytest.mark.parametrize(("name", "who"), [("Omega", set()), ("", {"17"})])
def test_an_anonymous_worksheet_proves_numbers_without_names(name, who):
    """What has a name there is a group's."""
    assert set(moodles(Pupil("17", name), table=a_worksheet(names=False))[0]) == who


@pytest.mark.parametrize("maximum", ["-", "Excellent"])
def test_reports_need_no_grades_in_the_worksheet(maximum):
    """An assignment that is graded by a scale, or not at all, has participants."""
    table = a_worksheet().replace(b"100.00", maximum.encode())

    assert set(moodles(Pupil("17", "Jane Doe"), table=table)[0]) == {"17"}


@pytest.mark.parametrize(
    ("hand_in", "name"),
    [
        ("a.zip/doejane_7_456_hw1.ipynb", "doejane_7_456_report.pdf"),
        ("a.zip/doejane_LATE_7_456_hw_1_2.ipynb", "doejane_LATE_7_456_report.pdf"),
        ("a.zip/team_1_7_456_hw.ipynb", "team_1_7_456_report.pdf"),
        ("a.zip/team_7_456_12_hw.ipynb", "team_7_456_12_report.pdf"),
        ("a.zip/doejane_7_456_hw.zip/src/hw.ipynb", "doejane_7_456_report.pdf"),
        ("a.zip/doejane_7_456_hw.zip/x_8_457_hw.ipynb", "doejane_7_456_report.pdf"),
        ("a.zip/doejane_7_456_hw.zip/x_7_999_hw.ipynb", "doejane_7_456_report.pdf"),
        ("a.zip/anon_7_456_hw.ipynb", ""),
        ("a.zip/LATE_anon_7_456_hw.ipynb", ""),
        ("a.zip/123_7_456_hw.ipynb", ""),
        ("a.zip/hw.ipynb", ""),
    ],
)
def test_canvas_finds_the_submission_by_two_numbers(hand_in, name):
    """They stand in the name of the file that was handed in. With a third one Canvas decides, which
    knows its groups; an anonymous student's is no id.
    """
    (award,) = awards([Pupil("7", "Jane Doe")])

    feedback = feedback_for([replace(award, hand_in=hand_in)], "canvas", reports)

    assert list(feedback.names) == ([name] if name else [])
    assert feedback.lines[0].what == ("set" if name else "skipped")


@pytest.mark.parametrize("around", ["x.zip", "12-34 - HW 3/x.zip"])
def test_brightspace_gets_its_folders_back(around):
    """They hold the name and the time of the attempt; an operator's own folder is none."""
    folder = "397063-2557369 - Mary-Ann Smith - Sep 24, 2024 926 PM"
    (award,) = awards([Pupil("397063", "Mary-Ann Smith")])

    feedback = feedback_for(
        [replace(award, hand_in=f"{around}/{folder}/a/hw.ipynb")], "brightspace", reports
    )

    assert list(feedback.names) == [f"{folder}/report.pdf"]


@pytest.mark.parametrize("sign", ["\\", "\x00", "\t", "\udcff"])
@pytest.mark.parametrize(
    ("system", "hand_in"),
    [("canvas", "ann{}_12_345_hw.ipynb"), ("brightspace", "12-345 - Ann - 926{}/hw.ipynb")],
)
def test_a_name_that_is_not_the_lmss_is_none(system, hand_in, sign):
    """A zip for Windows has folders behind each backslash; half a character can't be packed."""
    (award,) = awards([Pupil("12", "Ann")])

    def named(between):
        given_ = replace(award, hand_in=hand_in.format(between))
        return feedback_for([given_], system, reports)

    assert named("").names
    assert not named(sign).names
    assert [line.what for line in named(sign).lines] == ["skipped"]


def test_a_group_has_one_report_where_its_hand_in_has_one_folder():
    """Everybody who handed it in is told of it."""
    both = [replace(one, hand_in=BRIGHTSPACE) for one in awards([Pupil("1", "A"), Pupil("2", "B")])]

    feedback = feedback_for(both, "brightspace", lambda _: "a/report.pdf")

    assert list(feedback.names.values()) == ["a/report.pdf"]
    assert [(line.what, line.said) for line in feedback.lines] == [
        ("set", ""),
        ("same", "the report of the whole group"),
    ]


def test_elsewhere_there_is_a_folder_for_each_id():
    """No id leads out of the zip, none is a device of Windows, and two that would share a folder,
    there or on a Mac, are not mixed.
    """
    ids = ("../7", "a/b", "a:b", "A-B", "con", "NUL.x", ". ")

    feedback = feedback_for(awards([Pupil(one, "Ann") for one in ids]), "folders", reports)

    assert list(feedback.names) == [
        *("-7/report.pdf", "a-b/report.pdf", "con-/report.pdf", "NUL.x-/report.pdf")
    ]
    assert [line.what for line in feedback.lines[2:4]] == ["skipped", "skipped"]


def exported(folder, class_, *words, system="moodle"):
    """The batch's reports as `grader export` packs them into `f.zip`."""
    out = a_batch(folder / "out", class_, system=system)
    (folder / "w.csv").write_bytes(a_worksheet([(one.id, one.name, "") for one in class_]))
    asked = ["export", str(out), "--to", "feedback", "--out", str(folder / "f.zip")]
    return CliRunner().invoke(main, [*asked, "--audience", "instructor", *words])


def test_the_zip_holds_the_reports_of_those_who_have_points(tmp_path):
    """The others are named."""
    class_ = [*a_class()[:3], Pupil("99", "Kim", status="needs_review")]

    done = exported(tmp_path, class_, "--gradebook", str(tmp_path / "w.csv"))

    assert done.exit_code == 0, done.output
    assert "3 reports" in done.stderr
    assert "await a person" in done.stderr
    with zipfile.ZipFile(tmp_path / "f.zip") as archive:
        inside = {who: archive.read(name) for who, _, name in read_by_moodle(archive.namelist())}
    assert inside == {one.id: b"%PDF-1.7 " + one.id.encode() for one in class_[:3]}


@pytest.mark.parametrize("words", [(), ("--dry-run",)])
def test_moodle_is_asked_who_takes_part(tmp_path, words):
    """Nothing is written, and what to give is said."""
    done = exported(tmp_path, a_class()[:3], *words)

    assert done.exit_code == 2
    assert "add --gradebook with the grading worksheet" in " ".join(done.stderr.split())
    assert not (tmp_path / "f.zip").exists()


def test_a_worksheet_is_moodles(tmp_path):
    """Canvas' own names say whose a report is."""
    done = exported(
        tmp_path, a_class()[:3], "--gradebook", str(tmp_path / "w.csv"), system="canvas"
    )

    assert done.exit_code == 2
    assert "laid out as canvas does" in done.stderr
