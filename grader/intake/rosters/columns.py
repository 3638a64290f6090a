"""Knows by which headers the columns of a roster go, in the languages of the systems that export
them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from grader.intake.rosters.names import FIRST_NAMES, LAST_NAMES

MOODLES = "identifier"
"""The header of Moodle's own numbers."""
OWN_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "canvas": ("canvas id", "canvas user id", "id"),
    "moodle": (MOODLES, "participant id", "participant", "id"),
    "nbgrader": ("student id", "id", "username", "login", "login id"),
    "gradescope": ("sid", "student id", "id"),
    "blackboard": ("username", "user name", "login id", "student id", "id"),
}
"""Columns that hold the system's own ids: where one is there, no other column is asked, whose
numbers mean something else.
"""
ONLY_OWN: Mapping[str, tuple[str, ...]] = {
    "canvas": ("canvas id", "canvas user id"),
    "moodle": (MOODLES, "participant id", "participant"),
}
"""Those of them that hold nothing else in any roster: who is not found there is not looked for by
name.
"""
ID_COLUMNS = (
    *("id", "student id", "canvas id", "canvas user id", "user id", "sid", "orgdefinedid"),
    *("org defined id", "sis user id", "sis login id"),
    *(
        "integration id",
        "login id",
        "login",
        "username",
        "user name",
        "identifier",
        "participant id",
        "participant",
    ),
    *("id number", "anonymous id", "lms user id", "student number", "student no"),
    *("matriculation number", "external id", "netid", "net id", "uid", "candidate number"),
    *("registration number", "github username", "github user", "github"),
)
TRANSLATED: Mapping[str, str] = {
    **dict.fromkeys(
        ("kennung", "identificador", "identifiant", "identificativo", "identificatie"), "identifier"
    ),
    **dict.fromkeys(
        ("identyfikator", "tunniste", "identifikátor", "идентификатор", "标识符", "識別子"),
        "identifier",
    ),
    **dict.fromkeys(
        ("benutzername", "nutzername", "anmeldename", "nombre de usuario", "usuario"), "username"
    ),
    **dict.fromkeys(
        ("nom d utilisateur", "nome utente", "nome de usuário", "nome de utilizador"), "username"
    ),
    **dict.fromkeys(
        ("gebruikersnaam", "nazwa użytkownika", "användarnamn", "brugernavn", "brukernavn"),
        "username",
    ),
    **dict.fromkeys(
        ("käyttäjätunnus", "uživatelské jméno", "kullanıcı adı", "用户名", "ユーザ名", "логин"),
        "username",
    ),
    **dict.fromkeys(
        ("matrikelnummer", "matrikelnr", "matrikel nr", "matr nr", "matrnr", "matrikel"),
        "student id",
    ),
    **dict.fromkeys(
        ("número de estudiante", "matrícula", "dni", "código", "número de estudante"), "student id"
    ),
    **dict.fromkeys(
        ("numéro d étudiant", "numéro étudiant", "n étudiant", "matricule", "matricola"),
        "student id",
    ),
    **dict.fromkeys(
        ("studentnummer", "studentennummer", "numer albumu", "nr albumu", "studienummer"),
        "student id",
    ),
    **dict.fromkeys(
        (
            "opiskelijanumero",
            "osobní číslo",
            "öğrenci numarası",
            "学号",
            "學號",
            "学籍番号",
            "학번",
        ),
        "student id",
    ),
    **dict.fromkeys(
        ("личный номер", "номер зачётки", "номер зачетки", "номер студента", "αριθμός μητρώου"),
        "student id",
    ),
    **dict.fromkeys(
        ("id nummer", "número de id", "número de identificación", "numéro d identification"),
        "id number",
    ),
    **dict.fromkeys(
        ("numero id", "número de identificação", "numer id", "numero identificativo"), "id number"
    ),
}
"""To the English header, from other languages."""
NAME_COLUMNS = (
    *("name", "full name", "student", "student name", "last first", "name last first"),
    *("display name", "vollständiger name", "nombre completo", "nom complet", "nome completo"),
    *("volledige naam", "imię i nazwisko"),
    *(
        "nombre apellido s",
        "apellidos y nombre",
        "nom prénom",
        "koko nimi",
        "teilnehmer in",
        "studierende",
        "alumno",
    ),
    *(
        "étudiant",
        "estudiante",
        "studente",
        "estudante",
        "naam",
        "namn",
        "navn",
        "姓名",
        "氏名",
        "имя",
        "фио",
        "이름",
    ),
)
EMAIL_COLUMNS = (
    *(
        "email",
        "e mail",
        "email address",
        "e mail address",
        "mail",
        "e mail adresse",
        "emailadresse",
        "mailadresse",
    ),
    *(
        "email adresse",
        "correo",
        "correo electrónico",
        "dirección de correo",
        "dirección email",
        "courriel",
    ),
    *(
        "dirección de correo electrónico",
        "adresse de courriel",
        "adresse e mail",
        "adresse électronique",
        "mél",
    ),
    *(
        "adresse mail",
        "indirizzo email",
        "indirizzo e mail",
        "posta elettronica",
        "endereço de e mail",
        "e posta",
    ),
    *(
        "endereço de email",
        "e mailadres",
        "adres e mail",
        "e postadress",
        "e post",
        "sähköposti",
        "e posta adresi",
    ),
    *(
        "sähköpostiosoite",
        "e mailová adresa",
        "邮箱",
        "电子邮件",
        "电子邮件地址",
        "メールアドレス",
        "электронная почта",
    ),
    *("이메일", "почта", "адрес электронной почты", "pochta", "e naslov"),
)
SECTION_COLUMNS = (
    "section",
    "sections",
    "section name",
    "sektion",
    "kurs",
    "sección",
    "sezione",
    "seção",
    "sectie",
)
GROUP_COLUMNS = (
    "group",
    "group name",
    "groups",
    "team",
    "gruppe",
    "gruppen",
    "grupo",
    "grupos",
    "groupe",
    "gruppo",
)
_ADDRESS = re.compile(r"[^@\s]{1,200}@[^@\s]{1,200}\.[^@\s]{2,60}")
_KNOWN = frozenset(
    (
        *ID_COLUMNS,
        *NAME_COLUMNS,
        *FIRST_NAMES,
        *LAST_NAMES,
        *EMAIL_COLUMNS,
        *SECTION_COLUMNS,
        *GROUP_COLUMNS,
    )
)


def header_of(cell: str) -> str:
    """The header as it is looked up: in English where it is an id's, without marks, underscores and
    capitals.
    """
    plain = unicodedata.normalize("NFKC", cell).casefold()
    words = " ".join(re.sub(r"[^\w]+|_", " ", plain).split())
    return TRANSLATED.get(words, words)


def known_headers(cells: Sequence[str]) -> int:
    """How many cells of a line are headers of a roster."""
    return sum(header_of(cell) in _KNOWN for cell in cells[:200])


def has_addresses(values: Sequence[str]) -> bool:
    """Whether the values of a column are e-mail addresses, whatever its header says."""
    given = [value for value in values if value.strip()]
    return bool(given) and all(map(is_address, given))


def is_address(value: str) -> bool:
    """Whether it is an e-mail address."""
    return _ADDRESS.fullmatch(value.strip()) is not None
