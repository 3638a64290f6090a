"""`grader lti-key`: makes the key of an LTI tool, and shows its public half."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(short_help="Make the key of an LTI tool, and show its public half.")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--form",
    type=click.Choice(("jwks", "pem"), case_sensitive=False),
    default="jwks",
    show_default=True,
    help="How the public half is shown: as a set of keys (JSON), or as PEM.",
)
def lti_key(file: Path, form: str) -> None:
    """Make a private RSA key in FILE, where there is none, and show the public half of the key
    that is there, which an LMS is given at the registration of a tool.

    Only you may read FILE; its content is never shown. docs/lms/lti.md says where to paste what.
    """
    from grader.cli.exports.services import module_of_extra
    from grader.errors import OutputError

    keys = module_of_extra("grader.export.services.lti_key", "lti")
    try:
        new = not file.exists()
        pem = keys.new_key(file) if new else keys.read_key(file)
    except OSError as error:
        raise OutputError.of(error, file) from None
    click.echo(keys.public_set(pem) if form == "jwks" else keys.public_pem(pem).strip())
    if new:
        click.echo(f"grader: made {file}, which only you may read", err=True)
