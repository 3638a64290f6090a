"""Folders as bytes, and bytes that are not what they should be."""

import gzip
import io
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.assignment import find_assignment, load_assignment
from grader.batch.cluster.parcels import (
    ParcelRefused,
    assignment_in_place,
    assignment_parcel,
    files_below,
    packed,
    unpack,
)
from grader.checks import CHECKS
from grader.errors import GraderError
from grader.model.interpreter import Interpreter


def tar(*entries):
    """An archive of what others might send."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as written:
        for entry, content in entries:
            entry.size = len(content)
            written.addfile(entry, io.BytesIO(content))
    return gzip.compress(archive.getvalue())


def link(name, kind, target):
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return entry


def test_a_folder_comes_back_as_it_was(tmp_path):
    """Names of all kinds, empty files, folders in folders."""
    names = ["done.json", "records/seen.json", "recording/arrays/ä ☃.npz", "-x", "deep/er/f"]
    for name in names:
        path = tmp_path / "from" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() * 3 if name != "-x" else b"")

    unpack(packed(tmp_path / "from", files_below(tmp_path / "from")), tmp_path / "to")

    back = {
        str(path.relative_to(tmp_path / "to")): path.read_bytes()
        for path in (tmp_path / "to").rglob("*")
        if path.is_file()
    }
    assert back == {name: name.encode() * 3 if name != "-x" else b"" for name in names}


def test_the_same_folder_gives_the_same_bytes(tmp_path):
    """Whenever it is packed, and by whom: the digest says whether a worker has it already."""
    (tmp_path / "a").write_text("1")
    first = packed(tmp_path, files_below(tmp_path))
    (tmp_path / "a").touch()

    assert packed(tmp_path, files_below(tmp_path)) == first


def test_links_are_left_out(tmp_path):
    """A link in a folder may name anything on the machine."""
    (tmp_path / "secret").write_text("4711")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "link").symlink_to(tmp_path / "secret")

    assert files_below(tmp_path / "in") == []


@pytest.mark.parametrize(
    "entry",
    [
        tarfile.TarInfo("../outside"),
        tarfile.TarInfo("/tmp/outside"),
        tarfile.TarInfo("a/../../outside"),
        tarfile.TarInfo("."),
        tarfile.TarInfo(""),
        link("link", tarfile.SYMTYPE, "/etc/passwd"),
        link("link", tarfile.LNKTYPE, "done.json"),
        link("pipe", tarfile.FIFOTYPE, ""),
        link("device", tarfile.CHRTYPE, ""),
    ],
    ids=lambda entry: f"{entry.name} {entry.type!r}",
)
def test_nothing_but_files_below_the_folder(tmp_path, entry):
    """A worker can't write elsewhere on the machine that submits."""
    content = b"x" if entry.isreg() else b""
    place = tmp_path / "in"
    with pytest.raises(ParcelRefused):
        unpack(tar((entry, content)), place)

    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert not any(path.is_symlink() for path in tmp_path.rglob("*"))


def test_a_name_that_is_a_file_and_a_folder_is_refused(tmp_path):
    """Whichever comes first."""
    file, below = (tarfile.TarInfo("a"), b"1"), (tarfile.TarInfo("a/b"), b"2")
    for entries in ((file, below), (below, file)):
        with pytest.raises(ParcelRefused):
            unpack(tar(*entries), tmp_path / str(entries.index(file)))


def test_too_much_is_refused(tmp_path, monkeypatch):
    """A bound in bytes and in files."""
    monkeypatch.setattr("grader.batch.cluster.parcels.MOST_BYTES", 10)
    with pytest.raises(ParcelRefused):
        unpack(tar((tarfile.TarInfo("a"), b"12345678901")), tmp_path)
    monkeypatch.setattr("grader.batch.cluster.parcels.MOST_FILES", 1)
    with pytest.raises(ParcelRefused):
        unpack(tar((tarfile.TarInfo("a"), b""), (tarfile.TarInfo("b"), b"")), tmp_path)


@given(st.binary(max_size=300), st.integers(0, 400))
def test_damage_is_refused_by_name(tmp_path_factory, content, at):
    """Bytes of any kind, and a good parcel with a piece of other bytes in it."""
    folder = tmp_path_factory.mktemp("parcel")
    good = tar((tarfile.TarInfo("a"), b"x" * 600))
    for parcel in (content, good[:at] + content + good[at + len(content) :]):
        try:
            unpack(parcel, folder)
        except ParcelRefused:
            continue


@pytest.fixture
def digits():
    return load_assignment(find_assignment("digits"), known_checks=CHECKS)


def test_an_assignment_travels_with_its_data(tmp_path, digits):
    """Everything that loading it needs lies in the parcel."""
    parcel = assignment_parcel(digits)

    unpack(parcel.content, tmp_path)

    assert (tmp_path / parcel.folder / "assignment.yaml").is_file()
    assert (tmp_path / parcel.folder / digits.dataset.file).is_file()
    assert assignment_parcel(digits).digest == parcel.digest


def test_data_outside_of_the_folder_keeps_its_place_beside_it(tmp_path, digits):
    """`dataset.file: ../shared/digits.npz` is found on the worker as it is here."""
    (tmp_path / "course" / "one").mkdir(parents=True)
    (tmp_path / "course" / "shared").mkdir()
    (tmp_path / "course" / "one" / "assignment.yaml").write_text("name: one")
    (tmp_path / "course" / "shared" / "digits.npz").write_bytes(b"data")
    (tmp_path / "course" / "shared" / "other").write_bytes(b"of nobody's concern")
    data = replace(digits.dataset, file="../shared/digits.npz")
    parcel = assignment_parcel(replace(digits, folder=tmp_path / "course" / "one", dataset=data))

    unpack(parcel.content, tmp_path / "worker")

    assert (tmp_path / "worker" / parcel.folder / data.file).read_bytes() == b"data"
    assert not (tmp_path / "worker" / "shared" / "other").exists()


def test_an_absolute_place_of_the_data_is_refused_by_name(digits):
    """It would have to be the same on every machine."""
    with pytest.raises(GraderError, match="absolute path"):
        assignment_parcel(replace(digits, dataset=replace(digits.dataset, file="/data/x.npz")))


@pytest.fixture
def course(tmp_path, digits):
    """An assignment in a folder of its own, of three files."""
    folder = tmp_path / "course"
    for name in ("assignment.yaml", "checks.py", digits.dataset.file):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return replace(digits, folder=folder)


def test_environments_do_not_travel(tmp_path, course):
    """They hold gigabytes, and paths of this machine; workers are told where it is."""
    for name in (".environment", "deep/venv"):
        (course.folder / name / "bin").mkdir(parents=True)
        (course.folder / name / "pyvenv.cfg").write_text("home = /usr/bin")
        (course.folder / name / "bin" / "activate").write_text("x")
    own = Interpreter(course.folder / ".environment" / "bin" / "python", (), fingerprint="a1")

    parcel = assignment_parcel(course, own)

    unpack(parcel.content, tmp_path / "worker")
    there = {path.name for path in (tmp_path / "worker").rglob("*") if path.is_file()}
    assert there == {"assignment.yaml", "checks.py", Path(course.dataset.file).name}
    assert (parcel.interpreter, parcel.packages) == (str(own.executable), "a1")


def test_what_an_author_linked_to_travels(tmp_path, course):
    """Notebooks find it beside them as they do here; a link to where it lies ends."""
    (tmp_path / "shared" / "data").mkdir(parents=True)
    (tmp_path / "shared" / "data" / "words.txt").write_text("words")
    (course.folder / "more").symlink_to(tmp_path / "shared" / "data")
    (course.folder / "one.txt").symlink_to(tmp_path / "shared" / "data" / "words.txt")
    (course.folder / "round").symlink_to(course.folder)

    parcel = assignment_parcel(course)

    unpack(parcel.content, tmp_path / "worker")
    there = tmp_path / "worker" / parcel.folder
    assert (there / "more" / "words.txt").read_text() == "words"
    assert (there / "one.txt").read_text() == "words"
    assert not (there / "round").exists()


def test_a_folder_that_holds_more_than_an_assignment_is_refused(course, monkeypatch):
    """Hand-ins and graded folders below it would travel to every worker."""
    monkeypatch.setattr("grader.batch.cluster.parcels.MOST_OF_AN_ASSIGNMENT", 1000)
    (course.folder / "submissions").mkdir()
    (course.folder / "submissions" / "a.ipynb").write_bytes(b"x" * 1000)

    with pytest.raises(GraderError, match=r"holds more than .* GiB"):
        assignment_parcel(course)


def test_workers_of_this_machine_find_an_assignment_in_its_place(course):
    """Nothing is packed."""
    parcel = assignment_in_place(course)

    assert parcel.content == b""
    assert parcel.folder == str(course.folder)
