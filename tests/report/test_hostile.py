"""Hostile student text, wherever a student can put some."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlsplit

import pytest

from grader.model.evidence import Answer, Claim
from grader.model.graded.finding import IntegrityFinding
from grader.model.limits_hit import LimitHit
from grader.model.recording import CellRun
from grader.report import summary_page
from tests.report import cases
from tests.report.assignments import TEMPLATES
from tests.report.pages import read, visible

ATTACKS = {
    "script": "<script>alert('x')</script>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "svg": "<svg onload=alert(1)><style>*{display:none}</style></svg>",
    "link": "[x](javascript:alert(1)) <a href='javascript:alert(1)'>x</a>",
    "image": "<img src='file:///etc/passwd' onerror=alert(1)> ![x](file:///etc/passwd)",
    "style": "</style><style>body{display:none}</style><link rel=stylesheet href=//evil.example>",
    "meta": "</title><meta http-equiv=refresh content='0;url=//evil.example'><base "
    "href=//evil.example>",
    "ansi": "\x1b[31mred\x1b]0;owned\x07\x9b2J\x00\x07",
    "bidi": "\u202etxt.exe\u2066\u2069\u200f",
    "template": "{{ 7*191 }}{% include 'report.css' %}{{ report.__class__ }}",
    "surrogate": "\ud800\udfff\ufffe",
    "entity": "&lt;script&gt;&#60;script&#62;alert(1)&amp;lt;",
    "endless": "W" * 50_000,
}


def poisoned(assignment, text):
    """A result in which every text that comes from a student is `text`."""
    whole = cases.broken_half_way(assignment)
    run = whole.evidence.runs[0]
    layer = replace(
        run.model.layers[0],
        class_name=text,
        name=text,
        config={"units": text, "activation": text, "rate": text},
    )
    run = replace(
        run,
        model=replace(run.model, class_name=text, layers=(layer,)),
        compiled=replace(
            run.compiled,
            optimizer=text,
            loss=text,
            optimizer_config={"learning_rate": text},
            metrics=(text,),
        ),
        error=text,
        x=replace(run.x, dtype=text),
        match=replace(run.match, reason=text, layer_differences=(text,)),
        claims=(Claim("prose", 3, quote=text, metrics={"val_accuracy": float("nan")}),),
    )
    other = replace(run, number=9, match=None)
    finding = replace(
        whole.grade.findings[3],
        title=text,
        message=text,
        hint=text,
        evidence=(text,),
        overridden_by=text,
    )
    grade = replace(
        whole.grade,
        findings=(*whole.grade.findings[:3], finding, replace(finding, part=text, id=text)),
        integrity=(IntegrityFinding(text, "serious", text, (text,)),),
        reason=text,
    )
    recording = replace(
        whole.recording,
        cell_runs=(CellRun(1, 1, "error", 0.0, text, text, text),),
        limits_hit=(LimitHit("output", text, 3),),
        protections=(text,),
    )
    evidence = replace(
        whole.evidence,
        runs=(run, other),
        answers=tuple(
            Answer(question.id, text, (1,), text, (text,)) for question in assignment.questions()
        ),
        notices=(text,),
    )
    submission = cases.submission(text, text)
    student = replace(submission.student, id=text, email=text)
    return replace(
        whole,
        path=f"hand-ins/{text}",
        submission=replace(submission, student=student, repairs=(text,)),
        grade=grade,
        recording=recording,
        evidence=evidence,
        scores=(replace(whole.scores[0], verified=False, reason=text),),
    )


def assert_harmless(page, *, like):
    """Nothing in `page` acts that does not act in the harmless page `like`."""
    page.encode("utf-8")
    assert not [
        character
        for character in page
        if (ord(character) < 32 and character not in "\n\t") or 127 <= ord(character) < 160
    ]
    assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(page)
    found, known = read(page).elements, read(like).elements
    allowed = {tag for tag, _ in known} | {"em", "strong", "code", "pre", "blockquote", "a"}
    names = {name for _, attributes in known for name in attributes} | {"rel"}
    for tag, attributes in found:
        assert tag in allowed
        assert set(attributes) <= names
        assert not {name for name in attributes if name.startswith("on") or name == "style"}
        assert urlsplit(attributes.get("href", "")).scheme in ("", "https", "http", "mailto")
        assert attributes.get("src", "data:image/png").startswith("data:image/png")
    assert [tag for tag, _ in found].count("meta") == 4
    assert [tag for tag, _ in found].count("style") == 1


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_hostile_text_does_nothing_in_a_page(attack, reporter, assignment):
    """Whatever a student writes wherever, the page has no element, attribute or character that
    acts.
    """
    page = reporter.html(poisoned(assignment, attack))

    assert_harmless(
        page,
        like=reporter.html(cases.perfect(assignment)) + reporter.html(poisoned(assignment, "calm")),
    )
    assert "1337" not in visible(page)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_hostile_text_does_nothing_when_nothing_was_graded(attack, reporter, assignment):
    """The pages of ungradable hand-ins and of our own faults show the reason as text."""
    for case in (cases.ungradable, cases.grader_fault):
        calm = case(assignment)
        result = replace(calm, path=attack, grade=replace(calm.grade, reason=attack))

        assert_harmless(reporter.html(result), like=reporter.html(calm))


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_hostile_text_does_nothing_in_the_summary(attack, assignment):
    """Names, findings and the paths of reports are text on the class page; links stay below it."""

    def page(text):
        pairs = [
            (poisoned(assignment, text), f"submissions/{text}/report.html"),
            (cases.ungradable(assignment), ""),
        ]
        return summary_page(pairs, assignment=assignment, templates_folder=TEMPLATES)

    links = [attributes["href"] for tag, attributes in read(page(attack)).elements if tag == "a"]
    assert_harmless(page(attack), like=page("calm"))
    assert links
    assert all(link.startswith("./submissions/") for link in links)


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS)
def test_hostile_text_prints(attack, reporter, assignment):
    """The same texts make a PDF without an address in it that a report does not have."""
    written = reporter.paper(poisoned(assignment, attack)).content

    assert written.startswith(b"%PDF-")
    for forbidden in (b"/JavaScript", b"/Launch", b"/EmbeddedFile", b"javascript:", b"file:"):
        assert forbidden not in written


@pytest.mark.parametrize(
    "path",
    [
        "../../etc/passwd",
        "/etc/passwd",
        "javascript:alert(1)",
        "//evil.example/x",
        "a\\..\\..\\b",
        "a b/ü#?.html",
    ],
)
def test_links_of_the_summary_lead_below_it(path, assignment):
    """Whatever a folder is called, the link is relative, quoted, and climbs nowhere."""
    page = summary_page(
        [(cases.perfect(assignment), path)], assignment=assignment, templates_folder=TEMPLATES
    )
    link = next(attributes["href"] for tag, attributes in read(page).elements if tag == "a")

    assert link.startswith("./")
    assert ".." not in link
    assert not set(link) & set("\\\"'<>#? :")
