"""Names the places in the output folder of a batch, and reads and writes what lies there.

DIR/decisions.sqlite3                         what people decided (`review/`)
DIR/summary.html, summary.pdf                 the class at a glance
DIR/.grader.lock                              who writes here now
DIR/intake.json                               every hand-in that the last batch was given, and what
                                              was left out
DIR/audit.key                                 secret: decides which hand-ins are trained in full to
                                              test the policy
DIR/audit.json                                how often the policy was wrong there
DIR/readers.json                              for whom the reports are, in which language
DIR/sent-by-lti.jsonl, sent-to-moodle.jsonl   what was sent to an LMS that does not tell all of it
                                              (`export/services/ledger.py`)
DIR/intake/                                   archives unpacked, under names of our own
DIR/submissions/NAME-SHA/report.html, report.pdf, grade.json
DIR/submissions/NAME-SHA/records/             `seen.json` (what was gathered and measured),
                                              `recording.json` (how it ran), `reports.json`;
                                              `done.json` (the grade) is written last
DIR/submissions/NAME-SHA/recording/           the event stream, the arrays, the executed notebook
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import ConfigError, Problem
from grader.host.files import read_whole, write_bytes, write_text
from grader.model.graded.result import AuditRate, Result
from grader.model.hand_in import HandIn, Intake
from grader.model.recording import Recording
from grader.store.key import Key
from grader.store.naming import folder_names
from grader.store.records import MAX_RECORD_BYTES, Saved, linked_copy, read_record, write_record


@dataclass(frozen=True, slots=True)
class Finished:
    """What is known of a finished hand-in without opening more than one file."""

    key: Key
    content: str
    """Digest of what the notebook says, however its JSON is laid out; equal for hand-ins that are
    the same.
    """
    brief: Result
    """The grade as the program decided it, without evidence and recording."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the reports in a folder were rendered from."""

    fingerprint: str
    pdf: bool
    grade: str = ""
    """Digest of the grade that is kept: a report of another one is old, whatever decided anew."""
    published: str = ""
    """Digest of the published JSON, which holds what people decided, too."""


@dataclass(frozen=True, slots=True)
class SubmissionFolder:
    """One submission's part of the output folder."""

    path: Path

    @property
    def name(self) -> str:
        """By which decisions know the hand-in: the same when the student hands in again."""
        return self.path.name

    @property
    def batch(self) -> Path:
        """The folder of the batch."""
        return self.path.parent.parent

    @property
    def recording(self) -> Path:
        """Where the sandbox writes."""
        return self.path / "recording"

    @property
    def published(self) -> Path:
        """The JSON that scripts read."""
        return self.path / "grade.json"

    @property
    def html(self) -> Path:
        """The report for a browser."""
        return self.path / "report.html"

    @property
    def pdf(self) -> Path:
        """The report for paper."""
        return self.path / "report.pdf"

    def prepare(self) -> None:
        """Make the folder anew, dropping what an interrupted run left."""
        if self.path.is_symlink() or self.path.is_file():
            self.path.unlink()
        shutil.rmtree(self.path, ignore_errors=True)
        self.recording.mkdir(parents=True)
        self._records.mkdir()

    def prepare_as(self, twin: SubmissionFolder) -> None:
        """Make the folder anew with the recording of another hand-in that is the same."""
        self.prepare()
        linked_copy(twin.recording, self.recording)

    def finished(self) -> Finished | None:
        """The grade that is kept here; None where there is none, or none that can be read."""
        try:
            return read_record(self._done, Saved[Finished])
        except ConfigError:
            return None

    def save(self, result: Result, key: Key, *, content: str, public_json: str) -> None:
        """Save the result; it counts as finished only once all of it is on disk."""
        heavy = replace(result.recording, folder=None)
        light = replace(heavy, events=(), executed=None)
        write_record(self._records / "recording.json", Saved[Recording](record=heavy))
        write_record(
            self._records / "seen.json", Saved[Result](record=replace(result, recording=light))
        )
        self.save_grade(result, key, content=content, public_json=public_json)

    def save_grade(self, result: Result, key: Key, *, content: str, public_json: str) -> None:
        """Save another grade for what was seen; the rest is kept as it is."""
        self.publish(public_json)
        finished = Finished(key, content, result.brief())
        write_record(self._done, Saved[Finished](record=finished))

    def publish(self, public_json: str) -> None:
        """Write the JSON that scripts read; reports of what it said before are old from now on."""
        write_text(self.published, public_json)

    def load(self, *, events: bool = True) -> Result:
        """Read the result back; without `events`, the recording lacks the events and the executed
        notebook.
        """
        seen = read_record(self._records / "seen.json", Saved[Result])
        finished = read_record(self._done, Saved[Finished]).brief
        recording = (
            read_record(self._records / "recording.json", Saved[Recording])
            if events
            else seen.recording
        )
        submission = seen.submission
        if submission is not None and finished.submission is not None:
            submission = replace(finished.submission, notebook=submission.notebook)
        return replace(
            seen,
            submission=submission,
            path=finished.path,
            origin=finished.origin,
            grade=finished.grade,
            recording=replace(recording, folder=self.recording),
        )

    def has_reports(self, *, pdf: bool, fingerprint: str) -> bool:
        """Whether the reports are here already, rendered from just this."""
        try:
            rendered = read_record(self._records / "reports.json", Saved[Rendered])
        except ConfigError:
            return False
        about = (rendered.fingerprint, rendered.grade, rendered.published)
        fresh = about == (fingerprint, self._digest(self._done), self._digest(self.published))
        return fresh and self.html.is_file() and (not pdf or self.pdf.is_file())

    def has_other_reports(self) -> bool:
        """Whether the reports here say something else than what is published."""
        place = self._records / "reports.json"
        try:
            rendered = read_record(place, Saved[Rendered])
        except ConfigError:
            return False
        if rendered.published:
            return rendered.published != self._digest(self.published)
        # An older version noted nothing; what was published after the reports is not in them.
        return self.published.stat().st_mtime_ns > place.stat().st_mtime_ns

    def drop_reports(self) -> None:
        """Take the reports away: they say what is no longer so."""
        self.html.unlink(missing_ok=True)
        self.pdf.unlink(missing_ok=True)

    def write_reports(self, html: str, pdf: bytes | None, *, fingerprint: str) -> None:
        """Write the reports beside the grade."""
        write_text(self.html, html)
        if pdf is not None:
            write_bytes(self.pdf, pdf)
        else:
            self.pdf.unlink(missing_ok=True)
        digests = self._digest(self._done), self._digest(self.published)
        rendered = Rendered(fingerprint, pdf is not None, *digests)
        write_record(self._records / "reports.json", Saved[Rendered](record=rendered))

    @staticmethod
    def _digest(path: Path) -> str:
        try:
            return hashlib.sha256(read_whole(path, most_bytes=MAX_RECORD_BYTES)).hexdigest()
        except OSError:
            return ""

    @property
    def _done(self) -> Path:
        return self._records / "done.json"

    @property
    def _records(self) -> Path:
        return self.path / "records"


@dataclass(frozen=True, slots=True)
class BatchFolder:
    """The output folder of a batch."""

    path: Path

    @property
    def summary(self) -> Path:
        """The class at a glance."""
        return self.path / "summary.html"

    def for_hand_in(self, key: str) -> SubmissionFolder:
        """Return the folder of the hand-in that intake knows by `key`, whatever stands in it."""
        name, older = folder_names(key)
        place, before = self.path / "submissions" / name, self.path / "submissions" / older
        return SubmissionFolder(before if before.is_dir() and not place.is_dir() else place)

    @property
    def intake(self) -> Path:
        """Where archives are unpacked."""
        return self.path / "intake"

    def write_intake(self, intake: Intake) -> None:
        """Keep what the batch was given: every hand-in, and what was left out and why."""
        write_record(self.path / "intake.json", Saved[Intake](record=intake))

    def read_intake(self) -> Intake | None:
        """What the last batch here was given; None where nothing says so that can be read."""
        try:
            return read_record(self.path / "intake.json", Saved[Intake])
        except ConfigError:
            return None

    def finished(self) -> Iterator[tuple[SubmissionFolder, Finished]]:
        """Every submission whose result is here, by name."""
        for path in sorted((self.path / "submissions").glob("*/records/done.json")):
            folder = SubmissionFolder(path.parent.parent)
            finished = folder.finished()
            if finished is not None:
                yield folder, finished

    def current(self) -> Iterator[tuple[SubmissionFolder, Finished]]:
        """The results of the hand-ins that the last batch was given: not of those that were
        withdrawn since.
        """
        intake = self.read_intake()
        given = {self.for_hand_in(one.key).path for one in intake.hand_ins} if intake else None
        for folder, finished in self.finished():
            if given is None or folder.path in given:
                yield folder, finished

    def without_result(self) -> tuple[HandIn, ...]:
        """The hand-ins of the last batch that have no grade here, or none that can be read."""
        intake = self.read_intake()
        hand_ins = intake.hand_ins if intake else ()
        return tuple(one for one in hand_ins if self.for_hand_in(one.key).finished() is None)

    def audit_key(self) -> str:
        """What decides which hand-ins of this batch are audited: drawn once, known to nobody who
        hands in.
        """
        place = self.path / "audit.key"
        if not place.exists():
            write_text(place, secrets.token_hex(32))
            place.chmod(0o600)
        try:
            return read_whole(place, most_bytes=MAX_RECORD_BYTES).decode("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError([Problem(str(place), None, "", f"can't be read: {error}")]) from None

    def write_audit(self, rate: AuditRate) -> None:
        """Keep how often the policy was wrong where it was put to the test."""
        write_record(self.path / "audit.json", Saved[AuditRate](record=rate))

    def write_summary(self, html: str) -> None:
        """Write the class page; an older one on paper goes."""
        write_text(self.summary, html)
        (self.path / "summary.pdf").unlink(missing_ok=True)

    def write_summary_on_paper(self, pdf: bytes) -> None:
        """Write it as it is printed."""
        write_bytes(self.path / "summary.pdf", pdf)
