"""Measures how long the grades of a large class take into each format, and how much memory."""

from __future__ import annotations

import csv
import os
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.measuring.harness import Line, Sample, Target
from benchmarks.measuring.processes import CommandError
from benchmarks.stage import Bench, Stage

STUDENTS = 2_000
MIB = 2**20
IN_TIME = Target("≤ 10 s and ≤ 500 MB", at_most=10.0)
MOST_MIB = 500e6 / MIB
PLAIN = ("csv", "json", "junit", "nbgrader")
TABLES = ("feedback", "canvas", "moodle", "brightspace", "blackboard")
"""Formats that need a table of the LMS; feedback files need the one that says who has which number.
"""
COLUMN = {"canvas": "HW (777)", "brightspace": "HW Points", "blackboard": "777"}


def measure(bench: Bench) -> list[Line]:
    """Write a class once, and export it into one format after another."""
    bench.say(f"writing {STUDENTS} records")
    out = _class(bench.folder / "graded")
    lines = []
    for form in (*PLAIN, *TABLES):
        words = ["--to", form, "--out", str(bench.folder / f"out.{form}"), "--include-unfinished"]
        if form in TABLES:
            table = bench.folder / f"given.{form}"
            _write_table(table, form)
            words += ["--gradebook", str(table)]
        if form in COLUMN:
            words += ["--column", COLUMN[form]]
        if form in ("csv", "json", "junit"):
            words.remove("--include-unfinished")
        wall_s, usage = _run(["export", str(out), *words], bench.folder)
        cpu_s, most_mib = usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
        bench.say(f"{form}: {wall_s:.1f} s, {cpu_s:.1f} s of a processor, {most_mib:.0f} MiB")
        sample = Sample("grader export", "s", (wall_s,))
        note = f"{cpu_s:.1f} s of a processor; the process held at most {most_mib:.0f} MiB"
        holds = most_mib <= MOST_MIB
        lines.append(
            Line(f"{STUDENTS} records to {form}", sample, target=IN_TIME, holds=holds, note=note)
        )
    return lines


def _run(words: list[str], cwd: Path) -> tuple[float, resource.struct_rusage]:
    """Seconds of one command, and what it used."""
    started = time.perf_counter()
    with (cwd / "said").open("wb") as said:
        pid = os.posix_spawn(
            sys.executable,
            [sys.executable, "-m", "grader.cli", *words],
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, said.fileno(), fd) for fd in (1, 2)],
        )
        _, status, usage = os.wait4(pid, 0)
    if status:
        raise CommandError(f"{' '.join(words)} ended: {(cwd / 'said').read_text()[-2000:]}")
    return time.perf_counter() - started, usage


def _class(folder: Path) -> Path:
    """The folder of a batch of the class, with what a batch writes for each: the result as it was
    seen, the grade, and the reports, rendered for students.
    """
    from grader.export import public_record
    from grader.model.audience import Readers
    from grader.model.hand_in import HandIn, Intake, Origin
    from grader.model.submission import Student
    from grader.pipeline import load_everything
    from grader.publishing import report_fingerprint, write_reports
    from grader.store import BatchFolder, Key, keep_readers
    from tests.report import cases
    from tests.report.assignments import mnist

    store, whole, hand_ins = BatchFolder(folder), cases.perfect(mnist()), []
    loaded, readers = load_everything("mnist"), Readers("student")
    public = public_record(whole).model_dump_json(indent=2)
    fingerprint, html, pdf = report_fingerprint(loaded, readers), "", b""
    folder.mkdir()
    keep_readers(store, audience="student")
    for number in range(STUDENTS):
        student = Student(str(100_000 + number), f"Ünal {number} Öz")
        origin = Origin((student,))
        place = store.for_hand_in(student.id or "")
        place.prepare()
        result = replace(whole, origin=origin, path=f"c.zip/{number}.ipynb")
        place.save(result, Key("s", "e", "x", "d"), content=student.id or "", public_json=public)
        if not html:
            write_reports(loaded, place, result, readers=readers)
            html, pdf = place.html.read_text("utf-8"), place.pdf.read_bytes()
        place.write_reports(html, pdf, fingerprint=fingerprint)
        hand_ins.append(HandIn(student.id or "", student.id or "", None, origin))
    store.write_intake(Intake("moodle", tuple(hand_ins)))
    return folder


def _write_table(path: Path, form: str) -> None:
    """The table as the LMS gives it."""
    possible = "100"
    ids = [str(100_000 + number) for number in range(STUDENTS)]
    names = [f"Ünal {number} Öz" for number in range(STUDENTS)]
    with path.open("w", newline="") as stream:
        write = csv.writer(stream).writerow
        if form == "canvas":
            write(["Student", "ID", "SIS Login ID", "Section", "HW (777)"])
            write(["    Points Possible", "", "", "", possible])
            rows = [[name, one, f"l{one}", "A", ""] for one, name in zip(ids, names, strict=True)]
        elif form in ("moodle", "feedback"):
            write(["Identifier", "Full name", "Status", "Grade", "Maximum Grade",
                   "Last modified (submission)", "Last modified (grade)"])  # fmt: skip
            rows = [[f"Participant {one}", name, "Submitted", "", possible, "-", "-"]
                    for one, name in zip(ids, names, strict=True)]  # fmt: skip
        elif form == "brightspace":
            write(["OrgDefinedId", "HW Points Grade <Numeric MaxPoints:100>",
                   "End-of-Line Indicator"])  # fmt: skip
            rows = [[f"#{one}", "", "#"] for one in ids]
        else:
            write(["Last Name", "First Name", "Username", "HW [Total Pts: 100 Score] |777"])
            rows = [["Öz", "Ünal", one, ""] for one in ids]
        for row in rows:
            write(row)


STAGE = Stage(
    "export",
    f"Grades of {STUDENTS} students into each format",
    measure,
    minutes=1.0,
    command="grader export graded --to FORMAT",
    long=True,
)
