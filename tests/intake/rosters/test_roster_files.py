"""Rosters as spreadsheets save them, and ids as they change them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake import collect, read_roster
from grader.intake.rosters.matching import with_roster
from grader.model.hand_in import HandIn, Intake, Origin
from grader.model.submission import Student
from grader.text.ids import loosely, rounded_to
from tests.hostile.packing import BAD, Entry, packed
from tests.intake.rosters.listed import roster

NAMES = "Zoë Müller,José Núñez,Łukasz Żak"


def matched(folder, content, *students, system="nbgrader"):
    """Whom the roster finds, and every note."""
    hand_ins = tuple(
        HandIn(f"{at}.ipynb", str(at), None, Origin((student,)))
        for at, student in enumerate(students)
    )
    intake = with_roster(Intake(system, hand_ins), roster(folder, content))
    notes = [*intake.notes, *(note for one in intake.hand_ins for note in one.origin.notes)]
    return [one.origin.students[0] for one in intake.hand_ins], " ".join(notes)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("head", ["", "sep=\n"])
def test_what_spreadsheets_save_is_read(tmp_path, encoding, separator, head):
    """With and without a byte-order mark, whichever separator, with Excel's own first line."""
    table = [("ID", "Name"), *((str(at), name) for at, name in enumerate(NAMES.split(","), 1))]
    text = "\r\n".join(separator.join(line) for line in table) + "\r\n"
    first = head.replace("=", f"={separator}") if head else ""

    read = roster(tmp_path, (first + text).encode(encoding))

    assert [(row.student.id, row.student.name) for row in read.rows] == table[1:]


@pytest.mark.parametrize(
    ("names", "encoding", "called"),
    [
        ("Zoë Müller;José Núñez;Søren Ægir", "cp1252", "Windows-1252"),
        ("Zoë", "cp1252", "Windows-1252"),
        ("Renée O’Brien", "cp1252", "Windows-1252"),
        ("Zoë Müller;José Núñez;Jürgen Groß", "mac_roman", "Mac Roman"),
        ("Jürgen Groß;Zoë", "cp850", "DOS"),
        ("Łukasz Żak;Michał Wąs", "cp1250", "Windows-1250"),
        ("Иван Петров", "cp1251", "Windows-1251"),
    ],
)
def test_a_code_page_is_reported_by_the_letters_of_the_names(tmp_path, names, encoding, called):
    """A name keeps its letters, and the guess is reported."""
    lines = [f"{at};{name}" for at, name in enumerate(names.split(";"))]
    read = roster(tmp_path, "\r\n".join(["id;name", *lines]).encode(encoding))

    assert [row.student.name for row in read.rows] == names.split(";")
    assert called in read.notes[0]


@pytest.mark.parametrize(
    ("header", "line", "student"),
    [
        (
            "Matrikelnummer;Nachname;Vorname;E-Mail-Adresse",
            "7;Groß;Eva;e@x.de",
            Student("7", "Eva Groß", "e@x.de"),
        ),
        (
            "Nombre;Apellido(s);Número de ID;Dirección de correo",
            "Ana;Paz;7;a@x.es",
            Student("7", "Ana Paz", "a@x.es"),
        ),
        (
            "Prénom;Nom;Numéro d'identification;Adresse de courriel",
            "Luc;Roy;7;l@x.fr",
            Student("7", "Luc Roy", "l@x.fr"),
        ),
        (
            "Nome;Cognome;Matricola;Indirizzo email",
            "Ugo;Bo;7;u@x.it",
            Student("7", "Ugo Bo", "u@x.it"),
        ),
        (
            "OrgDefinedId;Username;Last Name;First Name;Email",
            "#007;ada;Byron;Ada;a@x",
            Student("007", "Ada Byron", "a@x"),
        ),
        (
            "REGISTRATION_NUMBER;FAMILY_NAME_OF_STUDENT;FIRST_NAME_OF_STUDENT;EMAIL_ADDRESS",
            "007;Groß;Eva;e@x.de",
            Student("007", "Eva Groß", "e@x.de"),
        ),
        ("Student_ID;Student-Name;Kontakt", "7;Ann;ann@x.org", Student("7", "Ann", "ann@x.org")),
        ("ID*;Full Name:", '"=""007""";Ann', Student("007", "Ann")),
        ("ID;E-Mail-Adresse", "Teilnehmer/in 48213;j@x.org", Student("48213", None, "j@x.org")),
        ("Identificador;Nombre completo", "Participante 48213;J M", Student("48213", "J M")),
        ("标识符;姓名", "参与者48213;李雷", Student("48213", "李雷")),
        ("id;name", "s12;Ann", Student("s12", "Ann")),
    ],
)  # fmt: skip
def test_headers_of_other_languages_are_known(tmp_path, header, line, student):
    """Ids, names and addresses are found by what the systems call them; an address also by its
    looks.
    """
    (row,) = roster(tmp_path, f"{header}\n{line}\n").rows

    assert row.student == student


def test_spaces_behind_commas_change_nothing(tmp_path):
    """As people type tables: a name in quotes stays one cell."""
    (row,) = roster(tmp_path, 'id, name, email\ns1, "Doe, Jane", j@x.edu\n').rows

    assert row.student == Student("s1", "Doe, Jane", "j@x.edu")


def test_a_title_above_the_header_is_passed_over(tmp_path):
    """Some exports begin with the course."""
    read = roster(tmp_path, "Deep Learning, autumn\n\nid,name\n1,Ann\n")

    assert [row.student for row in read.rows] == [Student("1", "Ann")]


@pytest.mark.parametrize(
    ("content", "given"),
    [
        ("id,name\n412345,Zoë\n", "00412345"),
        ("id,name\n00412345,Zoë\n", "412345"),
        ("id,name\n412345.0,Zoë\n", "00412345"),
        ('id;name\n"412345,0";Zoë\n', "412345"),
        ("id,name\n4.12345E+05,Zoë\n", "412345"),
        ("id,name\n4.12E+05,Zoë\n", "412345"),
        ("id,name\n ４１２３４５ ,Zoë\n", "412345"),
        ("id,name\nADA01,Zoë\n", "ada01"),
        ("username,name\nAda01@x.org,Zoë\n", "ada01@X.org"),
        ("email,name\nada01@x.org,Zoë\n", "ada01"),
    ],
)
def test_an_id_that_a_spreadsheet_changed_is_found_and_said(tmp_path, content, given):
    """The only one that fits; the id of the system is kept, and the instructor is told."""
    (student,), reported = matched(tmp_path, content, Student(given))

    assert (student.id, student.name) == (given, "Zoë")
    assert "nobody else there fits" in reported


@pytest.mark.parametrize(
    ("content", "students"),
    [
        ("id,name\n4.12E+05,Zoë\n4.12E+05,Ann\n", ["412345"]),
        ("id,name\n4.12E+05,Zoë\n", ["412345", "412001"]),
        ("id,name\n0412,Zoë\n412,Ann\n", ["00412"]),
        ("id,name\n412,Zoë\n", ["0412", "00412"]),
        ("id,name\n412,Zoë\n", ["412", "0412"]),
    ],
)
def test_where_several_fit_nobody_is_guessed(tmp_path, content, students):
    """Neither where two rows fit one student nor where two students fit one row; an exact id is
    never given away.
    """
    found, reported = matched(tmp_path, content, *map(Student, students))

    assert all(student.name is None for student in found if student.id != "412")
    assert "nobody was matched" in reported


@pytest.mark.parametrize(
    ("content", "system", "name", "email"),
    [
        ('id,name,email\n7,"Doe, Jane",j@x\n', "moodle", "Jane Doe", "j@x"),
        ("Nachname;Vorname;E-Mail\nDoe;Jane;j@x\n", "brightspace", "Jane Doe", "j@x"),
        ('sis user id,student,email\n7,"Doe, Jane Ann",j@x\n', "canvas", "doejaneann", "j@x"),
        ("id,name,email\n7,Jane Doe,j@x\n8,Doe Jane,k@x\n", "moodle", "Jane Doe", None),
        ("identifier,name,email\nParticipant 7,Jane Doe,j@x\n", "moodle", "Jane Doe", None),
    ],
)
def test_a_name_that_the_system_gave_finds_one_student_or_none(
    tmp_path, content, system, name, email
):
    """Only where one row has it, and never against the system's own ids."""
    (student,), _ = matched(tmp_path, content, Student("4711", name), system=system)

    assert (student.id, student.email) == ("4711", email)


@pytest.mark.parametrize(
    ("content", "section"),
    [
        ("id,name,section\ns1,A,L\ns1,A,M\n", "L, M"),
        ("id,name,section\nS1,A,L\ns1 ,A,M\ns1,,M\n", "L, M"),
        ("id,name,email,section\ns1,A,a@x,L\ns1,A,A@x,L\n", "L"),
    ],
)
def test_a_student_of_several_sections_is_one_person(tmp_path, content, section):
    """Several rows that agree are one student's."""
    found, reported = matched(tmp_path, content, Student("s1"), system="plain")

    assert [(one.name, one.section) for one in found] == [("A", section)]
    assert "handed in nothing" not in reported


@pytest.mark.parametrize(
    "name",
    [
        "ada01/hw.ipynb",
        "section A/ada01/hw.ipynb",
        "ada01.ipynb",
        "hw3_ada01.ipynb",
        "ADA01-hw3/x.ipynb",
    ],
)
def test_a_plain_folder_names_students_where_the_roster_knows_them(tmp_path, name):
    """By a folder, by the file, by a word of either."""
    path = tmp_path / "class" / name
    path.parent.mkdir(parents=True)
    path.write_bytes(BAD)
    read = roster(
        tmp_path,
        "id,name\nada01,Ada\nADA01-hw3,Other\n" if "ADA" in name else "id,name\nada01,Ada\n",
    )

    (one,) = collect(tmp_path / "class", work=tmp_path / "out" / "intake", roster=read).hand_ins

    assert one.origin.students[0].name in {"Ada", "Other"}


@given(st.integers(0, 10**12), st.integers(0, 4))
def test_an_id_is_found_again_whatever_a_spreadsheet_did(number, zeros):
    """Leading zeros, decimals and exponents."""
    given_id = "0" * zeros + str(number)

    assert loosely(given_id) == loosely(f"{number}.0") == str(number)
    assert number < 10 or rounded_to(f"{number:.2E}", given_id)


def test_moodles_word_may_stand_close_to_its_number(tmp_path):
    """`Participant12`, as some translations write it."""
    path = tmp_path / "roster.csv"
    path.write_bytes(
        "Identifiant;Nom complet\nParticipant12;Zoé Lé\nParticipant13;Ed Mo\n".encode("cp1252")
    )

    assert [row.student.id for row in read_roster(path).rows] == ["12", "13"]


def in_folders(folder, content, *names):
    """Whom a plain zip of these files names, by file."""
    archive = folder / "class.zip"
    archive.write_bytes(packed(*[Entry(name, BAD) for name in names]))
    intake = collect(archive, work=folder / "out" / "intake", roster=roster(folder, content))
    return {one.name: [who.name for who in one.origin.students] for one in intake.hand_ins}, (
        " ".join(note for one in intake.hand_ins for note in one.origin.notes)
    )


def test_a_whole_name_in_a_files_name_counts_where_it_is_the_only_one(tmp_path):
    """As a shared drive names files; a pair, and half a name, are left to a person."""
    files = ("Jane Doe - hw3.ipynb", "Copy of hw3 - Roe, Bob.ipynb", "hw3 (1).ipynb",
             "Cy_Poe_and_Di_Fox.ipynb", "Di.ipynb")  # fmt: skip
    people = "id,name\n1,Jane Doe\n2,Bob Roe\n3,Cy Poe\n4,Di Fox\n"

    found, notes = in_folders(tmp_path, people, *files)

    assert found == {
        files[0]: ["Jane Doe"], files[1]: ["Bob Roe"], files[2]: [], files[3]: [], files[4]: [],
    }  # fmt: skip
    assert notes.count("by the name alone") == 2


def test_a_name_inside_of_what_a_student_packed_is_nobodys(tmp_path):
    """Whoever packs a folder may write anybody's name into it."""
    found, _ = in_folders(tmp_path, "id,name\n2,Bob Roe\n", "x-17/Bob Roe.ipynb", "y-18/hw.ipynb")

    assert found["x-17/Bob Roe.ipynb"] in ([], [None])


def test_repositories_find_their_students(tmp_path):
    """By the name that the roster has for GitHub."""
    files = ("hw3-janedoe/hw3.ipynb", "hw3-bob-roe/hw3.ipynb")
    people = "GitHub username,name,id\njanedoe,Jane Doe,001\nroe,Bob Roe,002\n"

    found, _ = in_folders(tmp_path, people, *files)

    assert found == {files[0]: ["Jane Doe"], files[1]: ["Bob Roe"]}


def test_rows_with_more_cells_than_headers_are_named(tmp_path):
    """A name with a comma and no quotes moves the cells behind it."""
    moved = roster(tmp_path, "id,name,email\n1,Doe, Jane,jane@x.edu\n2,Bo Roe,bo@x.edu\n")
    quoted = roster(tmp_path, 'id,name,email\n1,"Doe, Jane",jane@x.edu\n2,Bo Roe,bo@x.edu\n')

    assert "More cells than headers stand in row 2: " in moved.notes[0]
    assert quoted.notes == ()
