"""Makes the certificates with which the machines of a cluster know one another, and reads them.

dask's messages are pickles: whoever can speak to a scheduler or a worker runs code there. So every
party shows a certificate that the cluster's own authority has signed, and asks for one.
"""

from __future__ import annotations

import datetime as dt
import os
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from distributed.security import Security
from platformdirs import user_config_path

from grader.errors import GraderError, OutputError
from grader.host.files import read_whole

AUTHORITY, CERTIFICATE, KEY = "ca.pem", "node.pem", "node.key"
VALID_DAYS = 400
PRIVATE = 0o600
MAX_BYTES = 1024**2
"""Of a file with certificates; those of some authorities stand in one with many others'."""


def default_folder() -> Path:
    """Where a user's certificates lie: GRADER_CLUSTER_KEYS, else among the user's settings."""
    named = os.environ.get("GRADER_CLUSTER_KEYS")
    return Path(named) if named else user_config_path("grader") / "cluster"


def make_keys(folder: Path) -> tuple[Path, ...]:
    """Make an authority that signs one certificate, and forget its key; return the files.

    Raises GraderError where there are some already.
    """
    files = tuple(folder / name for name in (AUTHORITY, CERTIFICATE, KEY))
    there = [str(path) for path in files if path.exists()]
    if there:
        raise GraderError(
            f"{there[0]} is there already", hint="remove the folder to make new certificates"
        )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path, content in zip(files, _made(), strict=True):
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(content)
    except OSError as error:
        raise OutputError.of(error, folder) from None
    return files


def keys_of_one_run() -> Security:
    """New certificates, for all parts, that are never written anywhere."""
    return _for_all_parts(*(content.decode() for content in _made()))


def _made() -> tuple[bytes, bytes, bytes]:
    """The certificates of an authority and of what it signed, and the key of that, as PEM."""
    signer, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority = _certificate("grader cluster", signer, "grader cluster", signer, authority=True)
    node = _certificate("grader node", key, "grader cluster", signer, authority=False)
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return authority.public_bytes(pem), node.public_bytes(pem), private


def _certificate(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    signer: ec.EllipticCurvePrivateKey,
    *,
    authority: bool,
) -> x509.Certificate:
    now = dt.datetime.now(tz=dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))  # clocks differ
        .not_valid_after(now + dt.timedelta(days=VALID_DAYS))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .sign(signer, hashes.SHA256())
    )


def _require_valid(certificate: Path) -> None:
    """Raise GraderError where it can't be read, has ended or has not begun: TLS would say so to the
    other side only, which can't say it in words.
    """
    known = _read(certificate)
    begins, ends = known.not_valid_before_utc, known.not_valid_after_utc
    if not begins <= (now := dt.datetime.now(tz=dt.UTC)) <= ends:
        raise GraderError(
            f"{certificate}: valid from {begins:%Y-%m-%d} to {ends:%Y-%m-%d}, and this machine's "
            f"clock says {now:%Y-%m-%d %H:%M}",
            hint=_anew(certificate),
        )


def _read(certificate: Path) -> x509.Certificate:
    """The first one in the file. Raises GraderError where there is none."""
    try:
        return x509.load_pem_x509_certificate(read_whole(certificate, most_bytes=MAX_BYTES))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise GraderError(
            f"{certificate}: no certificate ({why})", hint=_anew(certificate)
        ) from None


def _require_its_key(certificate: Path, key: Path) -> None:
    """Raise GraderError where it is another one's, or damaged; OpenSSL would ask for a password at
    the terminal.
    """
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_cert_chain(certificate, key, password="")
    except (OSError, ValueError) as error:
        raise GraderError(
            f"{key}: not the key of {certificate.name}, or damaged ({error})", hint=_anew(key)
        ) from None


def _anew(file: Path) -> str:
    return f"remove {file.parent} on every machine, and make new ones: grader cluster keys"


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def security_of(folder: Path | None) -> Security | None:
    """The certificates in `folder`, else the user's own, for all parts that a party can play; None
    where there are none.

    Raises GraderError where a folder that was named holds none, or a key that others may read.
    """
    place = folder or default_folder()
    authority, certificate, key = (str(place / name) for name in (AUTHORITY, CERTIFICATE, KEY))
    if not Path(key).is_file():
        if folder is not None:
            raise GraderError(
                f"{folder}: no certificates", hint=f"grader cluster keys --out {folder}"
            )
        return None
    if Path(key).stat().st_mode & 0o077:
        raise GraderError(f"{key}: other users may read it", hint=f"chmod 600 {key}")
    _read(Path(authority))
    _require_valid(Path(certificate))
    _require_its_key(Path(certificate), Path(key))
    return _for_all_parts(authority, certificate, key)


def _for_all_parts(authority: str, certificate: str, key: str) -> Security:
    """What dask takes: paths, or what would stand in the files."""
    return Security(
        require_encryption=True,
        tls_ca_file=authority,
        tls_client_cert=certificate,
        tls_client_key=key,
        tls_scheduler_cert=certificate,
        tls_scheduler_key=key,
        tls_worker_cert=certificate,
        tls_worker_key=key,
    )
