"""Pictures that students paste into their answers."""

from __future__ import annotations

import base64
import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from grader.model.submission import Picture
from grader.report.figures.pasted import LONGEST_SIDE, shown
from grader.report.views.answers import answer_views
from tests.report.cases import perfect
from tests.report.pages import visible


def a_file(form="PNG", *, size=(40, 20), mode="RGB", **options):
    written = io.BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 0).save(written, form, **options)
    return written.getvalue()


def as_pasted(content, name="a.png"):
    return Picture(name, "image/png", base64.b64encode(content).decode())


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_pictures_are_written_anew(form):
    """Whatever the file says it is, what is shown was encoded by us."""
    picture = shown(as_pasted(a_file(form)), name="p", alt="")

    assert picture is not None
    assert Image.open(io.BytesIO(picture.content)).size == (40, 20)


def test_what_hides_in_a_file_is_left_behind():
    """Where a photograph was taken, and what was appended to it, stays out of the report."""
    exif = Image.Exif()
    exif[0x010E] = "at home"

    picture = shown(
        as_pasted(a_file("JPEG", exif=exif) + b"<script>alert(1)</script>"), name="p", alt=""
    )

    assert picture is not None
    assert b"at home" not in picture.content
    assert b"script" not in picture.content


def test_transparent_pictures_stand_on_paper():
    """A plot with a transparent background is not black on black."""
    picture = shown(as_pasted(a_file(mode="RGBA")), name="p", alt="")

    assert picture is not None
    assert Image.open(io.BytesIO(picture.content)).convert("RGB").getpixel((0, 0)) == (
        255,
        255,
        255,
    )


def test_photographs_are_made_small():
    """A large picture becomes one that a report can carry."""
    noise = np.random.default_rng(0).integers(0, 255, (1600, 1200, 3), dtype=np.uint8)
    written = io.BytesIO()
    Image.fromarray(noise).save(written, "PNG")

    picture = shown(as_pasted(written.getvalue()), name="p", alt="")

    assert picture is not None
    assert picture.media_type == "image/jpeg"
    assert max(Image.open(io.BytesIO(picture.content)).size) == LONGEST_SIDE
    assert len(picture.content) < len(written.getvalue()) / 4


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        a_file()[:40],
        a_file("TIFF"),
        a_file(size=(30_000, 30_000), mode="1"),
    ],
    ids=["empty", "text", "svg", "eps", "cut off", "tiff", "900 million dots"],
)
def test_what_is_no_modest_picture_is_not_shown(content):
    """Damaged files, other formats and bombs are left out; nothing is raised, nothing large is
    unpacked.
    """
    assert shown(as_pasted(content), name="p", alt="") is None


def test_an_answer_shows_its_pictures_and_says_which_are_not_shown(assignment):
    """Every picture has its number in the text and below it."""
    evidence = perfect(assignment).evidence
    answer = replace(
        evidence.answers[0],
        text="![x](attachment:a.png) and ![y](attachment:b.png)",
        pictures=(as_pasted(a_file()), as_pasted(b"broken", "b.png")),
    )

    view = answer_views(replace(evidence, answers=(answer,)), assignment)[0]

    assert view.text is not None
    assert " ".join(visible(view.text).split()) == "[picture 1] and [picture 2]"
    assert [part.picture is not None for part in view.pictures] == [True, False]
    assert "open the notebook" in view.pictures[1].caption
