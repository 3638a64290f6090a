"""Finds the private key that a tool signs with, and makes one; it is shown to nobody.

What the LMS is given is the public half, as a set of keys (JWKS). Its name in there (`kid`) is made
of the key itself, so that both sides come to the same one.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

from jwcrypto.common import JWException
from jwcrypto.jwk import JWK

from grader.errors import ExportError

VARIABLE = "GRADER_LTI_KEY"
BITS = 2048
ONLY_THE_OWNER = 0o600
OTHERS = 0o077


def read_key(path: Path) -> str:
    """The key in a file, as PEM; raises ExportError where others may read the file."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(BITS * 8)
    except OSError as error:
        raise ExportError(f"{path}: the key can't be read: {error.strerror}") from None
    if stat.S_IMODE(mode) & OTHERS:
        raise ExportError(
            f"{path}: others may read this private key (mode {stat.S_IMODE(mode):03o})",
            hint=f"chmod 600 {path}; where others could have read it, make a new one",
        )
    return checked_key(content.decode("utf-8", "replace"), where=str(path))


def kept_key(
    host: str, environment: Mapping[str, str], keyring: Callable[[str, str], object]
) -> str:
    """The key out of the environment or the keyring, as PEM."""
    content = environment.get(VARIABLE, "").strip() or str(keyring("grader-lti", host) or "")
    if not content.strip():
        raise ExportError(
            f"there is no private key for {host}",
            hint=f"name its file in the registration (private_key: …), or put it into the "
            f"environment ({VARIABLE}) or the keyring: keyring set grader-lti {host}",
        )
    # Where only one line fits, the ends of lines are often written as `\n`.
    return checked_key(content.replace("\\n", "\n"), where=VARIABLE)


def checked_key(pem: str, *, where: str) -> str:
    """The key itself; raises ExportError where no LMS would take it."""
    key = _key(pem)
    if key is None or not key.has_private or key.export(as_dict=True).get("kty") != "RSA":
        raise ExportError(
            f"{where}: expected a private RSA key as PEM, without a passphrase",
            hint="grader lti-key FILE makes one",
        )
    return pem


def new_key(path: Path) -> str:
    """Make a key that only its owner may read; an existing file is never written over."""
    pem = JWK.generate(kty="RSA", size=BITS).export_to_pem(private_key=True, password=None)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with os.fdopen(os.open(path, flags, ONLY_THE_OWNER), "wb") as file:
        file.write(pem)
    return str(pem, "ascii")


def public_pem(pem: str) -> str:
    """The half that may be shown."""
    return str(JWK.from_pem(pem.encode()).export_to_pem(), "ascii")


def public_set(pem: str) -> str:
    """The set of keys that an LMS is given, as JSON."""
    key = JWK.from_pem(pem.encode()).export_public(as_dict=True)
    return json.dumps({"keys": [{**key, "alg": "RS256", "use": "sig"}]}, indent=2)


def _key(pem: str) -> JWK | None:
    try:
        return JWK.from_pem(pem.encode())
    except (JWException, ValueError, TypeError):
        return None
