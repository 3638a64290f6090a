"""Where does what lie in the output folder?

DIR/summary.html                              the class at a glance
DIR/intake.json                               every hand-in that the last batch was given, and what was left out
DIR/intake/                                   archives unpacked, under names of our own
DIR/submissions/NAME-SHA8/report.html, report.pdf, grade.json
DIR/submissions/NAME-SHA8/records/            one versioned JSON a room; `done.json` is written last
DIR/submissions/NAME-SHA8/recording/          the event stream, the arrays, the executed notebook
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import ConfigError
from grader.model.hand_in import Intake
from grader.model.result import Result
from grader.store.records import Saved, read_record, write_bytes, write_record, write_text

MAX_STEM_BYTES = 160
"""Of a folder's name; file systems allow 255."""


@dataclass(frozen=True, slots=True)
class Key:
    """What a finished result depends on; the same key again means the same result."""

    sha256: str
    assignment: str
    """Fingerprint of the assignment's files."""
    policy: str
    grader_version: str

    def with_assignment(self, fingerprint: str) -> Key:
        """The same hand-in, decided by other files of the assignment."""
        return replace(self, assignment=fingerprint)


@dataclass(frozen=True, slots=True)
class SubmissionFolder:
    """One submission's part of the output folder."""

    path: Path

    @property
    def recording(self) -> Path:
        """Where the sandbox writes."""
        return self.path / "recording"

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
        shutil.rmtree(self.path, ignore_errors=True)
        self.recording.mkdir(parents=True)
        self._records.mkdir()

    def finished(self, key: Key) -> bool:
        """Whether a result for exactly this key is here."""
        try:
            return read_record(self._records / "done.json", Saved[Key]) == key
        except ConfigError:
            return False

    def key(self) -> Key:
        """What the result here depends on."""
        return read_record(self._records / "done.json", Saved[Key])

    def save(self, result: Result, key: Key, *, public_json: str) -> None:
        """Save the result; it counts as finished only once all of it is on disk."""
        recording = replace(result.recording, folder=None)
        write_record(self._records / "result.json", Saved[Result](record=replace(result, recording=recording)))
        write_text(self.path / "grade.json", public_json)
        write_record(self._records / "done.json", Saved[Key](record=key))

    def load(self) -> Result:
        """Read the result back."""
        result = read_record(self._records / "result.json", Saved[Result])
        return replace(result, recording=replace(result.recording, folder=self.recording))

    def has_reports(self, *, pdf: bool) -> bool:
        """Whether the reports are here already."""
        return self.html.exists() and (self.pdf.exists() or not pdf)

    def drop_reports(self) -> None:
        """Take the reports away: they say what is no longer so."""
        self.html.unlink(missing_ok=True)
        self.pdf.unlink(missing_ok=True)

    def write_reports(self, html: str, pdf: bytes | None) -> None:
        """Write the reports beside the grade."""
        write_text(self.html, html)
        if pdf is not None:
            write_bytes(self.pdf, pdf)

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

    def for_notebook(self, notebook: Path, *, under: Path) -> SubmissionFolder:
        """Return the folder of one notebook, named so that a person finds it and no two share it.

        `notebook` lies below `under`; the same notebook gets the same folder in every run.
        """
        inside = notebook.relative_to(under).as_posix() if notebook.is_relative_to(under) else notebook.name
        return self.for_hand_in(inside)

    def for_hand_in(self, key: str) -> SubmissionFolder:
        """Return the folder of the hand-in that intake knows by `key`, whatever stands in it."""
        stem = re.sub(r"[^\w.-]+", "_", key.removesuffix(".ipynb"))[:80]
        stem = stem.encode()[:MAX_STEM_BYTES].decode("utf-8", "ignore").strip("._") or "notebook"
        digest = hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return SubmissionFolder(self.path / "submissions" / f"{stem}-{digest}")

    @property
    def intake(self) -> Path:
        """Where archives are unpacked."""
        return self.path / "intake"

    def write_intake(self, intake: Intake) -> None:
        """Keep what the batch was given: every hand-in, and what was left out and why."""
        write_record(self.path / "intake.json", Saved[Intake](record=intake))

    def read_intake(self) -> Intake | None:
        """What the last batch here was given; None where nothing says so."""
        path = self.path / "intake.json"
        return read_record(path, Saved[Intake]) if path.exists() else None

    def finished(self) -> Iterator[SubmissionFolder]:
        """Every submission whose result is here, by name."""
        for path in sorted((self.path / "submissions").glob("*/records/done.json")):
            yield SubmissionFolder(path.parent.parent)

    def write_summary(self, html: str) -> None:
        """Write the class page."""
        write_text(self.summary, html)
