"""Names of entries in zips that don't say in which encoding they are."""

import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.intake import collect
from grader.intake.archives.archive import opened
from tests.hostile.packing import BAD, Entry, packed


def zip_of(folder, *names: bytes, extra: bytes = b""):
    """A zip whose entries have these bytes for names, without the UTF-8 flag."""
    data = packed(*[Entry("abc"[at] * len(name)) for at, name in enumerate(names)])
    for at, name in enumerate(names):
        data = data.replace(b"abc"[at : at + 1] * len(name), name, 2)
    path = folder / "class.zip"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("names", "encoding"),
    [
        (["Lösung.ipynb", "Übung Müller.ipynb"], "cp850"),
        (["Lösung.ipynb"], "cp437"),
        (["Lösung.ipynb"], "cp1252"),
        (["Lösung.ipynb"], "utf-8"),
        (["José Núñez/tarea.ipynb", "João/lição.ipynb"], "cp850"),
        (["Решение.ipynb"], "cp866"),
        (["作业.ipynb", "李雷_作业.ipynb"], "gb18030"),
        (["課題の提出.ipynb"], "cp932"),
        (["Zażółć gęślą.ipynb"], "cp852"),
    ],
)
def test_a_name_keeps_its_letters(tmp_path, names, encoding):
    """Whatever packed the zip; where nothing in it says how they are written, that is said, again
    when it is found unpacked.
    """
    path = zip_of(tmp_path, *[name.encode(encoding) for name in names])

    intake = collect(path, work=tmp_path / "out" / "intake")

    assert sorted(one.name for one in intake.hand_ins) == sorted(names)
    assert [f"such as {names[0]}. Look at the names." in note for note in intake.notes] == (
        [] if encoding == "utf-8" else [True]
    )
    assert collect(path, work=tmp_path / "out" / "intake").notes == intake.notes


def test_the_field_for_unicode_names_counts_where_it_belongs_to_the_name(tmp_path):
    """Info-ZIP writes it; one for another name is passed over."""
    path = tmp_path / "class.zip"
    raw = "xösung.ipynb".encode("cp850")
    with zipfile.ZipFile(path, "w") as archive:
        for name, reported, checksum in (
            ("aaaaaaaaaaaa", "Ähre.ipynb", zlib.crc32(raw)),
            ("bbbbbbbbbbbb", "Gift.ipynb", 7),
        ):
            info = zipfile.ZipInfo(name)
            body = b"\x01" + struct.pack("<L", checksum) + reported.encode()
            info.extra = struct.pack("<HH", 0x7075, len(body)) + body
            archive.writestr(info, BAD)
    path.write_bytes(
        path.read_bytes().replace(b"a" * 12, raw).replace(b"b" * 12, raw.replace(b"x", b"y"))
    )

    with opened(path, name="class.zip") as archive:
        names = [member.parts[0] for member in archive.members()]

    assert sorted(names) == ["yösung.ipynb", "Ähre.ipynb"]


@given(st.binary(min_size=1, max_size=30).filter(lambda name: b"PK" not in name))
def test_any_bytes_are_a_name_or_refused(tmp_path_factory, name):
    """No name makes the reader stumble."""
    path = zip_of(tmp_path_factory.mktemp("zip"), name)

    with opened(path, name="class.zip") as archive:
        members = archive.members()

    assert all(member.parts for member in members)
