"""Limits of a notebook come from the command line, else from its assignment, else by default."""

import click
import pytest
from click.testing import CliRunner

from grader.cli.options import limits_options, make_policy
from grader.errors import ConfigError
from grader.model.policy import GIB, Limits
from tests.assignment.test_load import TINY, load

STATED = "memory: 8 GiB\ntimeout: 45 min\ncell_timeout: 90\n"


def limits_of(*options, assignment=None):
    """The limits that a command with these options gets."""
    taken = []

    @click.command()
    @limits_options
    def command(**limits):
        taken.append(
            make_policy(
                "full", threads=1, stock=False, unsafe=False, assignment=assignment, **limits
            ).limits
        )

    done = CliRunner().invoke(command, options)
    assert done.exit_code == 0, done.output
    return taken[0]


def test_nothing_said_is_six_gib():
    """The default, which fits a loop over all of MNIST at once."""
    assert limits_of() == Limits()
    assert Limits().memory_bytes == 6 * GIB


def test_the_assignment_says_what_its_notebooks_may_use(tmp_path):
    """With units or as numbers."""
    limits = limits_of(assignment=load(TINY + STATED, tmp_path))

    assert (limits.memory_bytes, limits.notebook_timeout_s, limits.cell_timeout_s) == (
        8 * GIB,
        2700.0,
        90.0,
    )


def test_the_command_line_wins(tmp_path):
    """Each by itself: what it doesn't say stays as the assignment says."""
    limits = limits_of(
        "--memory", "3", "--cell-timeout", "2min", assignment=load(TINY + STATED, tmp_path)
    )

    assert (limits.memory_bytes, limits.notebook_timeout_s, limits.cell_timeout_s) == (
        3 * GIB,
        2700.0,
        120.0,
    )


@pytest.mark.parametrize(
    ("written", "bytes_"),
    [
        ("6GiB", 6 * GIB),
        ("6 gib", 6 * GIB),
        ("6144MiB", 6 * GIB),
        ("1.5", 1.5 * GIB),
        ("2 GB", 2_000_000_000),
    ],
)
def test_a_size_is_read_as_people_write_it(written, bytes_):
    """On the command line as in the file."""
    assert limits_of("--memory", written).memory_bytes == bytes_


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("memory: lots", "expected a number of GiB, or as in '6 GiB'"),
        ("memory: 6 apples", "expected a number of GiB"),
        ("memory: true", "which YAML reads"),
        ("memory: 0.001", "greater than or equal to"),
        ("memory: .inf", "less than or equal to"),
        ("timeout: soon", "expected a number of seconds, or as in '30 min'"),
        ("timeout: 0", "greater than or equal to 1"),
        ("timeout: -5 min", "expected a number of seconds"),
        ("cell_timeout: 999999 h", "less than or equal to"),
        ("python: 3.10", "in quotes"),
    ],
)
def test_what_is_no_amount_is_named_with_its_line(tmp_path, line, words):
    """Words, units of something else, nothing, endless."""
    with pytest.raises(ConfigError) as raised:
        load(f"{TINY}{line}\n", tmp_path)

    assert words in str(raised.value)
    assert f"assignment.yaml:{TINY.count(chr(10)) + 1}" in str(raised.value)
