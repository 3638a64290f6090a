"""Unpacking: nothing leaves the folder, whatever the archive says."""

import struct
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.errors import IntakeError
from grader.intake import collect
from grader.intake.archives import archive
from grader.intake.archives.archive import opened
from grader.intake.archives.names import EntryRefused
from grader.intake.archives.unpack import MAX_FILES, unpack
from tests.hostile.packing import BAD, Entry, packed

NAMES = st.one_of(
    st.text(min_size=1, max_size=20),
    st.lists(
        st.sampled_from(
            ["..", ".", "/", "\\", "a", "C:", "~", "con", "\u202e", "\0", "nul", "x.ipynb"]
        ),
        min_size=1,
    ).map("/".join),
)
MODES = st.sampled_from([0, 0o100644, 0o120777, 0o010644, 0o060660, 0o040755, 0o107777])


def one_owner(_):
    return lambda _: ""


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(NAMES, MODES, st.binary(max_size=50)), max_size=6),
    st.binary(max_size=40),
    st.integers(0, 400),
)
def test_nothing_leaves_the_folder(entries, noise, at):
    """Archives of any names and modes, with some bytes overwritten, make regular files in their
    folder or an error.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = bytearray(packed(*[Entry(name, content, mode) for name, mode, content in entries]))
        made[at : at + len(noise)] = noise
        (folder / "x.zip").write_bytes(made)

        try:
            files = unpack(folder / "x.zip", name="x.zip", into=folder / "out", owner_of=one_owner)
        except IntakeError as error:
            assert error.hint  # noqa: PT017
            files = ()

        inside = folder / "out"
        assert sorted(path.name for path in folder.iterdir()) in (["x.zip"], ["out", "x.zip"])
        for path in inside.rglob("*"):
            assert not path.is_symlink()
            assert path.is_file() or path.is_dir()
        assert all(file.path.is_relative_to(inside) for file in files if file.path)
        assert all(file.path or file.problem for file in files)


def test_what_was_unpacked_is_not_unpacked_again(tmp_path):
    """The same archive is found by its hash; one that was half unpacked is done again."""
    (tmp_path / "x.zip").write_bytes(packed(Entry("hw.ipynb")))

    first = unpack(tmp_path / "x.zip", name="x", into=tmp_path / "out", owner_of=one_owner)
    before = first[0].path.stat().st_mtime_ns
    second = unpack(tmp_path / "x.zip", name="x", into=tmp_path / "out", owner_of=one_owner)
    assert (second, second[0].path.stat().st_mtime_ns) == (first, before)

    second[0].path.unlink()
    third = unpack(tmp_path / "x.zip", name="x", into=tmp_path / "out", owner_of=one_owner)
    assert third[0].path.read_bytes() == BAD


def test_what_an_earlier_archive_held_does_not_stay(tmp_path):
    """Only the last download lies in the output folder, with the archives in it; nothing else there
    is touched.
    """
    work = tmp_path / "out" / "intake"
    (tmp_path / "class.zip").write_bytes(
        packed(Entry("doe_1_10_old.ipynb"), Entry("roe_2_11_x.zip", packed(Entry("old.ipynb"))))
    )
    collect(tmp_path / "class.zip", work=work)
    (work / "notes").mkdir()
    (tmp_path / "class.zip").write_bytes(
        packed(Entry("doe_1_12_new.ipynb"), Entry("roe_2_13_x.zip", packed(Entry("new.ipynb"))))
    )

    intake = collect(tmp_path / "class.zip", work=work)

    assert all(one.notebook.is_file() for one in intake.hand_ins)
    assert list(work.rglob("*old*")) == []
    assert len(list(work.rglob("*new*"))) == 2
    assert (work / "notes").is_dir()


def test_one_who_hands_in_too_much_costs_nobody_else(tmp_path):
    """The allowance is each student's own."""
    greedy = [Entry(f"Eve_1_assignsubmission_file/{n}.txt", b"") for n in range(MAX_FILES + 5)]
    (tmp_path / "class.zip").write_bytes(
        packed(*greedy, Entry("Zoe_2_assignsubmission_file/hw.ipynb"))
    )

    intake = collect(tmp_path / "class.zip", work=tmp_path / "out" / "intake")

    assert [one.notebook is not None for one in intake.hand_ins] == [False, True]
    assert len(intake.problems) == 5


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"PK\x05\x06" + b"\0" * 10, b"no zip at all"])
def test_what_is_no_zip_is_an_error_with_a_way_out(tmp_path, content):
    """It is named, with what to do."""
    (tmp_path / "class.zip").write_bytes(content)

    with pytest.raises(IntakeError, match=r"class\.zip: can't be read as a zip") as raised:
        collect(tmp_path / "class.zip", work=tmp_path / "out" / "intake")

    assert "fetch the archive again" in raised.value.hint


@pytest.mark.parametrize("name", ["class.zip", "class.rar"])
@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"Rar!\x1a\x07\x01\x00", "a RAR archive"),
        (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
        (b"x" * 257 + b"ustar\x00", "a tar archive"),
    ],
)
def test_other_archives_are_to_be_unpacked_first(tmp_path, name, content, what):
    """Whatever they are called; no class is graded as one damaged notebook."""
    (tmp_path / name).write_bytes(content)

    with pytest.raises(IntakeError, match=f"expected a zip.*got {what}") as raised:
        collect(tmp_path / name, work=tmp_path / "out" / "intake")

    assert "unpack it and give the folder" in raised.value.hint


@pytest.mark.parametrize(
    ("content", "said", "hint"),
    [
        (b"", "the file is empty", "fetch the archive again"),
        (b"<!DOCTYPE html><p>Log in", "got an HTML or XML page", "sign in to the LMS first"),
    ],
)
def test_what_came_instead_of_a_zip_is_named(tmp_path, content, said, hint):
    """A page that asks who one is, where the archive should have come."""
    (tmp_path / "class.zip").write_bytes(content)

    with pytest.raises(IntakeError, match=said) as raised:
        collect(tmp_path / "class.zip", work=tmp_path / "out" / "intake")

    assert hint in raised.value.hint


def test_an_archive_larger_than_the_disk_is_not_begun(tmp_path, monkeypatch):
    """What it would take is known before a byte is unpacked."""
    monkeypatch.setattr("grader.intake.archives.unpack.SPARE_BYTES", 10)
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 20}))
    (tmp_path / "class.zip").write_bytes(packed(Entry("hw.ipynb")))

    with pytest.raises(IntakeError, match="are free in"):
        collect(tmp_path / "class.zip", work=tmp_path / "out" / "intake")


def test_an_entry_is_unpacked_as_far_as_it_may_be_and_goes_again(tmp_path):
    """Whatever it claims of its length; what is left over of it would fill the disk."""
    path = tmp_path / "class.zip"
    path.write_bytes(packed(Entry("hw.ipynb", b"x" * 1_000)))

    with opened(path, name="class.zip") as read:
        (member,) = read.members()
        with pytest.raises(EntryRefused, match="more than one hand-in may hold"):
            read.unpack(member, tmp_path / "hw.ipynb", limit_bytes=999)
        assert not (tmp_path / "hw.ipynb").exists()
        assert read.unpack(member, tmp_path / "hw.ipynb", limit_bytes=1_000) == 1_000


@pytest.mark.parametrize("hidden", [False, True], ids=["as it is", "behind another mark"])
def test_a_list_of_entries_is_never_read_whatever_its_length(tmp_path, monkeypatch, hidden):
    """The mark of the end may stand within the end once more, so that another length is read."""
    monkeypatch.setattr(archive, "MAX_DIRECTORY_BYTES", 2_000)
    fields = (20, 3, 20, *[0] * 4, 0x5000, *[0] * 3, 1, *[0] * 6)
    listed = 100 * (struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", *fields) + b"x")
    counts = b"PK\5\6" if hidden else struct.pack("<2H", 100, 100)
    end = struct.pack("<4s2H4sLLH", b"PK\5\6", 0, 0, counts, len(listed), 0, 0)
    path = tmp_path / "hw.zip"
    path.write_bytes(listed + end)

    with pytest.raises(IntakeError, match="far more entries"), opened(path, name="hw.zip"):
        pass
