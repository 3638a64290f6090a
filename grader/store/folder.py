"""Where does what lie in the output folder?

DIR/summary.html                              the class at a glance
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
from grader.model.result import Result
from grader.store.records import Saved, read_record, write_bytes, write_record, write_text


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
        stem = re.sub(r"[^\w.-]+", "_", inside.removesuffix(".ipynb"))[:80].strip("._") or "notebook"
        digest = hashlib.sha256(inside.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        return SubmissionFolder(self.path / "submissions" / f"{stem}-{digest}")

    def finished(self) -> Iterator[SubmissionFolder]:
        """Every submission whose result is here, by name."""
        for path in sorted((self.path / "submissions").glob("*/records/done.json")):
            yield SubmissionFolder(path.parent.parent)

    def write_summary(self, html: str) -> None:
        """Write the class page."""
        write_text(self.summary, html)
