"""Legends, numbers and names have room: they hide no line, and none lies over another."""

from __future__ import annotations

import re
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest

from grader.model.reference import Curve
from grader.report.drawing import Studio
from grader.report.drawing.legends import AxesLimits, emptiest
from grader.report.figures.plots import ClassCurves, NamedLine
from grader.report.views.models.classes import class_bars
from grader.report.views.models.matrices import counts_map, difference_map
from tests.report import cases
from tests.report.assignments import TEMPLATES
from tests.report.data import trained
from tests.report.drawing.test_studio import DIGITS, SVG, curve, words_of

LIMITS = AxesLimits(100, 0.0, 1.0)
CLOTHES = ("T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker",
           "Bag", "Ankle boot")  # fmt: skip


@pytest.fixture(scope="module")
def studio():
    return Studio(TEMPLATES / "report.mplstyle")


def texts(figure):
    return list(ET.fromstring(figure.svg()).iter(f"{SVG}text"))


@pytest.mark.parametrize(
    ("lines", "corner"),
    [
        ([[(1, 0.9), (20, 0.1), (100, 0.05)]], "upper right"),
        ([[(1, 0.1), (10, 0.95), (100, 0.97)]], "lower right"),
        ([[(1, 0.95), (100, 0.95)], [(1, 0.05), (100, 0.05)]], "center right"),
        ([[(1, 0.02), (55, 0.02), (60, 1.0), (100, 0.9)], [(50, 0.1), (100, 0.1)]], "upper left"),
        ([[]], "upper right"),
        ([[(1, float("nan"))]], "upper right"),
    ],
)
def test_a_legend_stands_where_it_hides_least(lines, corner):
    """In its usual corner if that is as good as any."""
    assert emptiest(lines, LIMITS, 3, "upper right") == corner


def test_a_logarithmic_scale_is_seen_as_it_is_drawn():
    """What lies low among numbers may lie high on such a scale."""
    line = [[(1, 0.3), (100, 0.3)]]

    assert emptiest(line, AxesLimits(100, 1e-4, 1.0), 3, "lower right") == "upper right"
    assert emptiest(line, replace(LIMITS, low=1e-4, logarithmic=True), 3, "lower right") == (
        "lower right"
    )


def test_long_numbers_stay_in_their_cells(studio):
    """A model that takes everything for one class differs by four digits and a sign."""
    matrix = tuple(tuple(1_135 if column == 7 else 0 for column in range(10)) for _ in range(10))
    reference = trained.role_reference("baseline")
    usual = studio.figure(counts_map("m", cases.score("baseline").confusion_matrix, DIGITS))
    figure = studio.figure(difference_map("d", matrix, reference, DIGITS))

    words = [one for one in texts(figure) if re.fullmatch(r"[+−]\d{3,}", one.text or "")]
    assert words
    assert all(float(one.get("font-size")) * 0.6 * len(one.text) < 20.8 for one in words)
    assert all(float(one.get("font-size")) > 7.5 for one in texts(usual) if one.text.isdigit())


def test_long_names_are_turned_and_whole(studio):
    """The clothes of Fashion-MNIST have names that do not fit beside each other."""
    score = cases.score("baseline")
    figures = [
        studio.figure(counts_map("m", score.confusion_matrix, CLOTHES)),
        studio.figure(class_bars("c", score, None, CLOTHES)),
    ]

    for figure in figures:
        turned = [one.text for one in texts(figure) if "rotate(-90" in (one.get("transform") or "")]
        assert set(CLOTHES) <= set(turned)
    assert "T-shirt/top" in words_of(figures[0])
    digits = studio.figure(counts_map("m", score.confusion_matrix, DIGITS))
    assert not any("rotate(-90" in (one.get("transform") or "") for one in texts(digits)[:10])
    assert digits.height < figures[0].height


def test_a_name_without_end_is_cut(studio):
    """So that a figure remains one."""
    figure = studio.figure(counts_map("m", ((5, 1), (1, 5)), ("word " * 200, "字" * 200)))

    assert figure.height < 450
    assert any((one.text or "").endswith("…") for one in texts(figure))


LINE = NamedLine("ada", ((1.0, 0.2), (100.0, 0.5)))
BEYOND = Curve((1, 50, 100), (-0.4, 0.5, 0.6), (0.2, 0.6, 0.7), (0.4, 1.0, 1.3))


def a_class_of(lines, *, band=True):
    known = Curve((1, 50, 100), (0.1, 0.5, 0.6), (0.2, 0.6, 0.7), (0.4, 0.7, 0.8)) if band else None
    return ClassCurves("everybody", "Dense network", tuple(lines), known, "Lines")


def test_a_thousand_lines_do_not_hide_the_band(studio):
    """Its edges are drawn over them, and they are fainter than the lines of a few."""
    many = [NamedLine(f"s{n}", ((1.0, 0.2), (100.0, 0.3 + n / 2000))) for n in range(1000)]
    figure = studio.figure(a_class_of(many))

    last = figure.body.rindex('class="line"')
    assert figure.body.count('stroke="var(--series-2', last) == 2
    assert 'stroke-opacity="0.1"' in figure.body
    assert 'stroke-opacity="0.9"' in studio.figure(a_class_of(many[:5])).body


def test_the_legend_does_not_hide_the_band(studio):
    """Where all lines run below it, the corner without any is not free."""
    many = [NamedLine(f"s{n}", ((1.0, 0.1), (100.0, 0.1))) for n in range(24)]
    figure = studio.figure(
        replace(a_class_of(many), band=Curve((1, 100), (0.9, 0.9), (0.95, 0.95), (1.0, 1.0)))
    )

    (legend,) = (one for one in texts(figure) if one.text == "correct solutions")
    assert 60 < float(legend.get("y")) < 130


def test_a_band_ends_where_shares_end(studio):
    """It foretells one more training, and may say less than nothing or more than all."""
    figure = studio.figure(replace(a_class_of([LINE, LINE]), band=BEYOND))

    assert {"0 %", "100 %"} <= {
        word.replace("\N{NO-BREAK SPACE}", " ") for word in words_of(figure)
    }
    assert not any("−" in word or "-" in word or "120" in word for word in words_of(figure))


def test_one_who_trains_for_long_does_not_squeeze_the_class(studio):
    """The axis ends at three times of what most trained."""
    lines = [NamedLine(f"s{n}", ((1.0, 0.2), (100.0, 0.5))) for n in range(9)]
    longest = NamedLine("ada", ((1.0, 0.2), (10_000.0, 0.9)))

    said = words_of(studio.figure(a_class_of([*lines, longest])))

    assert "300" in said
    assert not {"10,000", "8,000"} & set(said)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.925, 0.985, "94.5 %"),
        (0.0, 1.0, "80 %"),
        (0.97, 0.995, "98.5 %"),
        (0.99, 0.9942, "99.12 %"),
    ],
)
def test_per_cents_are_where_they_say(low, high, said, studio):
    """A tick at 94.5 % is not called 94 %."""
    figure = studio.figure(curve([low, high, high], kind="accuracy"))

    words = {word.replace("\N{NO-BREAK SPACE}", " ") for word in words_of(figure)}
    assert said in words, words
