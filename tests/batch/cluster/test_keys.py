"""Certificates of a cluster."""

import datetime as dt
import os
import stat

import pytest
from cryptography import x509

from grader.batch.cluster import keys, nodes
from grader.batch.cluster.connection import is_loopback, required_security, scheduler_address
from grader.batch.cluster.keys import make_keys, security_of
from grader.errors import GraderError, OutputError


@pytest.fixture(autouse=True)
def no_keys_of_the_user(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADER_CLUSTER_KEYS", str(tmp_path / "none"))


def test_only_their_owner_may_read_them(tmp_path):
    """From the moment they are there."""
    files = make_keys(tmp_path / "keys")

    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert security_of(tmp_path / "keys").require_encryption


def test_those_of_one_run_lie_nowhere_and_stand_a_clock_that_is_set_back(tmp_path):
    """By an hour, while workers are started: they would be refused as not valid yet."""
    made = keys.keys_of_one_run()
    begins = x509.load_pem_x509_certificate(made.tls_worker_cert.encode()).not_valid_before_utc

    assert made.require_encryption
    assert dt.datetime.now(tz=dt.UTC) - begins > dt.timedelta(hours=2)
    assert made.get_connection_args("worker")["ssl_context"].get_ca_certs()


def test_there_are_never_two_sets_in_one_folder(tmp_path):
    """Machines that have the first would be locked out without a word."""
    make_keys(tmp_path)

    with pytest.raises(GraderError, match="is there already"):
        make_keys(tmp_path)


def test_a_place_that_cannot_be_written_is_named(tmp_path):
    """No fault of the program: another folder is asked for."""
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(OutputError, match="file/keys: can't be written"):
        make_keys(tmp_path / "file" / "keys")


def test_a_key_that_others_may_read_is_refused(tmp_path):
    """Who has it runs programs on all machines."""
    *_, key = make_keys(tmp_path)
    key.chmod(0o640)

    with pytest.raises(GraderError, match="other users may read it"):
        security_of(tmp_path)


def test_a_folder_without_certificates_is_named(tmp_path):
    """Where it was asked for; else there are none."""
    with pytest.raises(GraderError, match="no certificates"):
        security_of(tmp_path)
    assert security_of(None) is None


def test_certificates_whose_time_is_over_are_said(tmp_path, monkeypatch):
    """With both dates: the clock may be wrong. TLS would only say that it can't be reached."""
    monkeypatch.setattr(keys, "VALID_DAYS", -0.5)
    make_keys(tmp_path)

    with pytest.raises(
        GraderError, match=r"node\.pem: valid from .* to .*, and this machine's clock"
    ):
        security_of(tmp_path)


def test_a_certificate_that_is_none_is_named(tmp_path):
    """Copied by halves, say."""
    make_keys(tmp_path)
    (tmp_path / "node.pem").write_text("-----BEGIN CERTIFICATE-----")

    with pytest.raises(GraderError, match=r"node\.pem: no certificate"):
        security_of(tmp_path)


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("tcp://127.0.0.1:8786", True),
        ("tcp://127.8.8.8:1", True),
        ("tcp://[::1]:8786", True),
        ("tcp://localhost:8786", True),
        ("tcp://10.0.0.1:8786", False),
        ("tcp://0.0.0.0:8786", False),
        ("tcp://localhost.example.org:1", False),
        ("tcp://head:8786", False),
    ],
)
def test_only_loopback_does_without_certificates(tmp_path, address, here):
    """Dask's messages are pickles: who can speak to it runs code."""
    assert is_loopback(address) is here
    if here:
        assert required_security(address, None) is None
    else:
        with pytest.raises(GraderError, match="needs certificates"):
            required_security(address, None)
        make_keys(tmp_path / "keys")
        with pytest.raises(GraderError, match="speaks tls"):
            required_security(address, tmp_path / "keys")


@pytest.mark.parametrize("address", ["tls://127.0.0.1:8786", "tls://10.0.0.1:8786"])
def test_who_asks_for_tls_gets_it(tmp_path, address):
    """On this machine as well: without certificates nothing is spoken in the clear instead."""
    with pytest.raises(GraderError, match="needs certificates"):
        required_security(address, None)
    make_keys(tmp_path / "keys")
    assert required_security(address, tmp_path / "keys").require_encryption


def test_a_scheduler_for_all_addresses_needs_certificates(tmp_path):
    """No host given: it listens everywhere."""
    with pytest.raises(GraderError, match="needs certificates"):
        required_security("", None)
    make_keys(tmp_path / "keys")
    assert required_security("", tmp_path / "keys") is not None


def test_the_address_stands_in_the_schedulers_file(tmp_path):
    """Or is given; anything else is refused by name."""
    file = tmp_path / "scheduler.json"
    file.write_text('{"address": "tls://10.0.0.1:8786"}')

    assert scheduler_address(str(file)) == "tls://10.0.0.1:8786"
    assert scheduler_address("tls://head:1") == "tls://head:1"
    with pytest.raises(GraderError, match="neither a scheduler's file nor an address"):
        scheduler_address(str(tmp_path / "nowhere"))
    for written in ("{}", "", "[" * 100_000, '{"address": ' * 100_000):
        file.write_text(written)
        with pytest.raises(GraderError, match="not a scheduler's file"):
            scheduler_address(str(file))


@pytest.mark.parametrize(
    "said", ["tls://head", "http://head:8786", "tls://head:port", "tcp://:8786", "tls://head:99999"]
)
def test_what_is_no_address_is_refused_at_once(tmp_path, said):
    """Before anything is read, not after a minute in which nobody answers; in a file, too."""
    (tmp_path / "scheduler.json").write_text(f'{{"address": "{said}"}}')

    for cluster in (said, str(tmp_path / "scheduler.json")):
        with pytest.raises(GraderError, match=f"{said}: no scheduler's address") as raised:
            scheduler_address(cluster)
        assert "tls://HOST:PORT" in raised.value.hint


@pytest.mark.parametrize("content", [None, "hello"])
def test_what_is_no_schedulers_file_is_not_waited_for(tmp_path, content):
    """A folder of that name, or a file that something else wrote; one that is being written is."""
    there = tmp_path / "there"
    there.mkdir() if content is None else there.write_text(content)
    said = []

    with pytest.raises(GraderError, match="scheduler's file"):
        nodes._address(str(there), said.append)

    assert not said


@pytest.mark.parametrize("damage", ["empty", "cut", "another", "pipe", "gone"])
@pytest.mark.parametrize("name", ["ca.pem", "node.pem", "node.key"])
def test_a_damaged_file_is_named_before_anybody_is_called(tmp_path, name, damage):
    """“The cluster can't be reached” was said after half a minute, or nothing: a pipe was waited
    for.
    """
    make_keys(tmp_path / "keys")
    make_keys(tmp_path / "others")
    path = tmp_path / "keys" / name
    content = path.read_bytes()
    if damage in ("pipe", "gone"):
        path.unlink()
    if damage == "pipe":
        os.mkfifo(path, 0o600)
    elif damage != "gone":
        given = {"empty": b"", "cut": content[: len(content) // 2]}
        path.write_bytes(given.get(damage, (tmp_path / "others" / "node.key").read_bytes()))

    with pytest.raises(GraderError, match=rf"{name}: no|node\.key: not the key|no certificates"):
        security_of(tmp_path / "keys")
