"""A course in an LMS, and what is sent to it."""

import json
from decimal import Decimal

from click.testing import CliRunner

from grader.cli import main
from tests.export.lms.people import Pupil
from tests.export.services.platform import LEARNER

CLASS = [
    Pupil("7", "Ann Lee", Decimal("87.5")),
    Pupil("8", "=Bo 🦊", Decimal(0)),
    Pupil("9", "Cy Poe", status="needs_review"),
    Pupil("10", "Di Roe", Decimal("3.25")),
    Pupil("12", "Ed Fox", status="ungradable"),
]


def member(sourced: str, name: str, **more) -> dict:
    known = {"user_id": f"u-{sourced}", "name": name, "lis_person_sourcedid": sourced}
    return {**known, "roles": [LEARNER], **more}


def send(folder, lms, *options, column="HW 3"):
    lms.registration.write_text(json.dumps(lms.fields))
    words = ["export", str(folder), "--to", "lti", "--registration", str(lms.registration)]
    return CliRunner().invoke(main, [*words, "--column", column, *options])
