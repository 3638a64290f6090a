"""Knows by how a file begins what it is, where it is neither a notebook nor a zip."""

from __future__ import annotations

import codecs

DOWNLOAD = "hand in the notebook itself: in Colab, File > Download > Download .ipynb"
ASK = "ask for the notebook itself (.ipynb)"
ASK_DOWNLOAD = "ask for the notebook itself: File > Download > Download .ipynb"
GZIP = b"\x1f\x8b"
TAR, TAR_AT = b"ustar", 257
OPENINGS: tuple[tuple[bytes, str, str], ...] = (
    (
        b"PK\x03\x04",
        "a zip archive",
        "unpack it and grade what is inside, or grader batch, which opens it",
    ),
    (b"%PDF", "a PDF", "ask for the notebook itself (.ipynb), not its printout"),
    (b"<", "an HTML or XML page", ASK_DOWNLOAD),
    (b"{\\rtf", "a rich-text document", ASK),
    (b"\x89PNG", "a picture", ASK),
    (b"\xff\xd8\xff", "a picture", ASK),
    (b"\xd0\xcf\x11\xe0", "an office document", ASK),
    (b"bplist00", "a page that Safari saved", ASK_DOWNLOAD),
    (b"Rar!", "a RAR archive", ASK),
    (b"7z\xbc\xaf", "a 7-Zip archive", ASK),
    (b"BZh", "a bzip2 archive", ASK),
    (b"\xfd7zXZ", "an xz archive", ASK),
    (b"\x89HDF", "a saved model (HDF5)", ASK),
    (
        b"version https://git-lfs",
        "a pointer of Git LFS, without the file",
        "git lfs pull, and hand in the file itself",
    ),
    (b"[InternetShortcut]", "a link, without what it leads to", DOWNLOAD),
    (b"http://", "a link, without what it leads to", DOWNLOAD),
    (b"https://", "a link, without what it leads to", DOWNLOAD),
    (b"diff --git", "a patch", ASK),
)
"""How files begin, what they are, and what to do about a hand-in that is one."""
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf", b"BZh", b"\xfd7zXZ")


def format_of(head: bytes) -> str:
    """What a file is that begins so; empty where that is not known."""
    if head.startswith(GZIP):
        return "a gzip archive"
    if head[TAR_AT:].startswith(TAR):
        return "a tar archive"
    begins = head.removeprefix(codecs.BOM_UTF8).lstrip()
    return next((what for opening, what, _ in OPENINGS if begins.startswith(opening)), "")


def is_other_archive(head: bytes) -> bool:
    """Whether it is an archive of another kind than a zip."""
    return head.startswith((GZIP, *_ARCHIVES)) or head[TAR_AT:].startswith(TAR)
