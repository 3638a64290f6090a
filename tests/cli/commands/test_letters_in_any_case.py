"""What is chosen from a list may be written in capitals, and a language with its country."""

import click
import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.cli.options import LanguageCode


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("En", "en"),
        ("de-AT", "de"),
        ("de_DE.UTF-8", "de"),
        (" de ", "de"),
    ],
)
def test_a_language_is_found(asked, code):
    """As settings of computers write it."""
    assert LanguageCode().convert(asked, None, None) == code


@pytest.mark.parametrize("asked", ["", "deutsch", "fr", "d", "-de", "xx-DE"])
def test_another_language_is_wrong_usage(asked):
    """It names those there are."""
    with pytest.raises(click.BadParameter, match="expected one of de, en"):
        LanguageCode().convert(asked, None, None)


@pytest.mark.parametrize(
    ("command", "option", "asked", "given"),
    [
        ("check", "policy", "Saved", "saved"),
        ("batch", "layout", "FOLDERS", "folders"),
        ("batch", "again", "Timeout", "timeout"),
        ("regrade", "audience", "STUDENT", "student"),
        ("export", "form", "CSV", "csv"),
    ],
)
def test_a_choice_is_found(command, option, asked, given):
    """The command gets it as it stands in the list."""
    with click.Context(main) as context:
        found = main.get_command(context, command)
        (parameter,) = [one for one in found.params if one.name == option]
        kind = getattr(parameter.type, "types", [parameter.type])[0]
        assert kind.convert(asked, parameter, context) == given


def test_an_unknown_choice_names_the_others():
    """As before."""
    done = CliRunner().invoke(main, ["check", "x.ipynb", "--policy", "fast"])

    assert done.exit_code == 2
    assert "'full', 'decisive', 'verify', 'saved'" in done.output
