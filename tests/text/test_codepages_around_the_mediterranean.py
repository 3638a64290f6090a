"""Greek, Hebrew and Turkish names are read in their own pages, and take no other's names."""

import pytest

from grader.text.codepages import ARCHIVES, SPREADSHEETS, likeliest

GREEK = "Γιώργος Παπαδόπουλος\nΜαρία Οικονόμου\nΕλένη Γεωργίου - εργασία 2\nΝίκος Δημητρίου"
HEBREW = "משה כהן\nשרה לוי\nדוד פרץ - תרגיל 2\nיעל אברהם\nנועם ביטון"
TURKISH = "Ayşe Yılmaz\nMehmet Çelik\nİbrahim Şahin\nGökçe Öztürk ödev 2\nIşık Doğan"


@pytest.mark.parametrize(
    ("pages", "encoding", "names"),
    [
        (ARCHIVES, "cp737", GREEK),
        (ARCHIVES, "cp1253", GREEK),
        (SPREADSHEETS, "cp1253", GREEK),
        (ARCHIVES, "cp862", HEBREW),
        (ARCHIVES, "cp1255", HEBREW),
        (SPREADSHEETS, "cp1255", HEBREW),
        (ARCHIVES, "cp857", TURKISH),
        (ARCHIVES, "cp1254", TURKISH),
        (SPREADSHEETS, "cp1254", TURKISH),
        (ARCHIVES, "cp857", "Ayşe Kaya"),
        (ARCHIVES, "cp737", "Γιάννης"),
    ],
)
def test_names_come_back(pages, encoding, names):
    """They came back as letters with accents, or as Russian ones."""
    found, _ = likeliest(names.encode(encoding), pages)

    assert names.encode(encoding).decode(found) == names


@pytest.mark.parametrize(
    ("encodings", "names"),
    [
        (("cp866", "cp1251"), "Иван Петров\nЕлена Кузнецова\nОльга Шевчук - задание 2\nФёдор"),
        (("cp866", "cp1251"), "ИВАН ПЕТРОВ\nЕЛЕНА КУЗНЕЦОВА"),
        (("cp866", "cp1251"), "отчёт"),
        (("cp866", "cp1251"), "отчет"),
        (("cp866", "cp1251"), "ОТЧЕТ"),
        (("cp850", "cp1252"), "Jürgen Müller\nZoë Größe\nFrançois Lefèvre"),
        (("cp850", "cp1252"), "Þórður Sigurðsson\nGuðrún Jónsdóttir"),
        (("cp850", "cp1252"), "Çelik Gökçe"),
        (("cp850", "cp1252"), "Søren Ångström\nÆgir Ødegård"),
        (("cp850", "cp1252"), "João Conceição\nIñigo Muñoz\nNiccolò Forlì"),
        (("cp852", "cp1250"), "Łukasz Wiśniewski\nŽofie Dvořáková\nKőszegi Ödön"),
    ],
)
def test_names_of_others_stay(encodings, names):
    """In archives by the page of DOS, in spreadsheets by that of Windows."""
    for pages, encoding in zip((ARCHIVES, SPREADSHEETS), encodings, strict=True):
        found, _ = likeliest(names.encode(encoding), pages)

        assert names.encode(encoding).decode(found) == names, encoding


@pytest.mark.parametrize("name", ["Sigurður", "Þorgerður", "Herðubreið"])
def test_no_soft_g_follows_a_consonant(name):
    """A name that stands alone has nothing else to tell that it is Icelandic."""
    found, _ = likeliest(name.encode("cp1252"), SPREADSHEETS)

    assert name.encode("cp1252").decode(found) == name


@pytest.mark.parametrize(
    "name",
    [
        "Auður",
        "Heiða Björk",
        "Guðni",
        "Friðrik",
        "Viðar",
        "Böðvar",
        "Aðalsteinn",
        "Eðvald",
        "Iðunn",
        "Þröstur",
        "Þorsteinn",
        "Hafliði Hafliðason",
        "Dýrleif",
    ],
)
def test_no_turkish_word_begins_or_ends_so(name):
    """They became "Auğur" and "Şorsteinn": the only letter beyond ASCII is one of Turkish, too."""
    found, _ = likeliest(name.encode("cp1252"), SPREADSHEETS)

    assert name.encode("cp1252").decode(found) == name


@pytest.mark.parametrize(
    "name", ["Uğur", "Oğuz Ağca", "Ağaoğlu", "Eğri", "Çağla", "Tuğba", "Şoray", "Şule", "Böğürtlen"]
)
def test_a_turkish_name_alone(name):
    """The first ones became "Uður" and "Oðuz": a capital vowel is one, too."""
    found, _ = likeliest(name.encode("cp1254"), SPREADSHEETS)

    assert name.encode("cp1254").decode(found) == name
