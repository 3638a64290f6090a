"""Answers are told from pictures, markup, code cells, other languages and templates' words."""

from __future__ import annotations

import json

import pytest

from grader.evidence.answers import find_answers, read_starter
from grader.evidence.answers.placeholders import is_placeholder
from grader.intake import read_submission
from grader.pipeline import load_everything
from tests.notebooks.parts import PIXEL, code, md, notebook, out, picture

QUESTION = "### Question 1: comparing the models\n\nWhich of the two models would you use, and why?"
ENGLISH = "I would use the Keras network because its validation loss is lower."
CHINESE = "我会使用Keras网络，因为它的验证损失更低。"
GERMAN = "Ich würde das Keras-Netz verwenden, weil der Verlust kleiner ist."
PASTED = {"a.png": {"image/png": PIXEL}}


@pytest.fixture(scope="module")
def answer_in(tmp_path_factory):
    """Find the one answer in a notebook of these cells, which didn't come from the starter."""
    assignment = load_everything("digits").assignment
    starter = read_starter(assignment)
    path = tmp_path_factory.mktemp("answers") / "nb.ipynb"

    def find(*cells):
        path.write_text(json.dumps(notebook(*cells)), "utf-8")
        return find_answers(read_submission(path).notebook, assignment, starter)[0]

    return find


def pasted(text):
    return {**md(text), "attachments": PASTED}


@pytest.mark.parametrize(
    "cell",
    [
        md('<img src="answer.png">'),
        md("![](https://example.org/answer.png)"),
        md("|a|b|\n|---|---|\n|1|2|"),
        md("<table><tr><td>1</td></tr></table>"),
        md("[here](https://example.org/a)"),
        md("<https://example.org/a>"),
        md("$$L_1 < L_2$$"),
        md("$L_K<L_M$"),
        md("<details><summary>My answer</summary>Keras.</details>"),
        md('<audio controls src="data:audio/mpeg;base64,AAAA"></audio>'),
        md('<iframe src="https://example.org/x"></iframe>'),
        md('<svg width="10"><circle r="3"/></svg>'),
        md("- [x] Keras\n- [ ] sklearn"),
        md("B"),
        md("YOUR ANSWER HERE: Keras"),
        md("**Antwort:** Keras"),
        md("## Keras"),
        md("#### Answer: Keras"),
        md("👍"),
        code("%%writefile answer.txt\nKeras."),
        {**md(ENGLISH), "cell_type": "raw"},
        code('print("Keras.")', out("Keras.\n")),
        code('print(f"I would use Keras: {a:.2f}")', out("I would use Keras: 0.97\n")),
        code(f'answer = """{ENGLISH}"""\nprint(answer)', out(ENGLISH)),
        code(f'from IPython.display import Markdown, display\ndisplay(Markdown("{ENGLISH}"))'),
        code('best = 0.97\nprint(f"I would use Keras, right {best:.0%} of the time.")'),
        code(f"%%markdown\n{ENGLISH}"),
        code(f"%%html\n<p>{ENGLISH}</p>"),
        code("# Keras, lower loss"),
        code(CHINESE),
        code(f"# {CHINESE}"),
    ],
    ids=lambda cell: cell["source"][:30],
)
def test_whatever_stands_under_the_question_is_an_answer(answer_in, cell):
    """A person is shown it; that it is no paragraph of English is no reason to say that there is
    none.
    """
    found = answer_in(md(QUESTION), cell)

    assert found.text
    assert found.cells == (1,)


@pytest.mark.parametrize(
    "cell",
    [
        pasted("![a.png](attachment:a.png)"),
        pasted('<img src="attachment:a.png" width="300"/>'),
        {**md("![](attachment:my%20a.png)"), "attachments": {"my a.png": PASTED["a.png"]}},
        md(f"![x](data:image/png;base64,{PIXEL})"),
        md(f"![x][image1]\n\n[image1]: <data:image/png;base64,{PIXEL}>"),
        pasted("See:\n\n![a](attachment:a.png)"),
        code('from IPython.display import Image\nImage("a.png")', picture()),
        code('plt.bar(["a", "b"], [0.9, 0.95])', picture()),
    ],
    ids=lambda cell: cell["source"][:30],
)
def test_pictures_come_with_the_answer(answer_in, cell):
    """What was pasted, embedded or drawn goes to the person who grades, and its bytes stay out of
    the text.
    """
    found = answer_in(md(QUESTION), cell)

    assert [kept.content for kept in found.pictures] == [PIXEL]
    assert PIXEL not in found.text


@pytest.mark.parametrize(
    "text", ["![a.png](attachment:a.png)", "[A. Karpathy](https://example.org)"]
)
def test_a_name_is_no_label(answer_in, text):
    """A picture called `a.png` is not the answer `png` with the letter a in front."""
    assert answer_in(md(QUESTION), pasted(text)).text == text


@pytest.mark.parametrize(
    "cells",
    [
        (
            md(
                "### Frage 1: Modelle vergleichen\n\nWelches Modell würden Sie verwenden, und "
                "warum?"
            ),
            md(GERMAN),
        ),
        (md("### 问题1：模型比较\n\n你会使用哪个模型？为什么？"), md(CHINESE)),
        (md("### Modelle\n\nWelches Modell würden Sie verwenden, und warum?"), md(GERMAN)),
        (md(QUESTION), md(GERMAN)),
        (md(QUESTION + CHINESE),),
        (md("# Question 1: comparing the models"), md(ENGLISH)),
        (md(ENGLISH), md(QUESTION)),
        (md(ENGLISH),),
        (md(QUESTION), md("*Your answer here*"), md(ENGLISH)),
    ],
)
def test_answers_in_other_languages_and_places(answer_in, cells):
    """A translated question, a deleted one, an answer above it or in its cell: the answer is
    found.
    """
    found = answer_in(*cells)

    assert found.text.strip("# ")[:10] in (ENGLISH[:10], CHINESE[:10], GERMAN[:10])


def test_an_answer_in_several_cells_is_one_answer(answer_in):
    """Its parts are put together."""
    found = answer_in(
        md(QUESTION),
        md("I would use Keras."),
        pasted("![a](attachment:a.png)"),
        md("It is faster."),
    )

    assert found.cells == (1, 2, 3)
    assert len(found.pictures) == 1


@pytest.mark.parametrize(
    "cells",
    [
        (),
        (md(""),),
        (md("<br>"),),
        (md("&nbsp;"),),
        (md("<!-- your answer -->"),),
        (code("# YOUR CODE HERE\nraise NotImplementedError()"),),
        (code('answer = ""'),),
        (code('answer = "YOUR ANSWER HERE"'),),
        (code("answer = ..."),),
        (code("import numpy as np\nseed = 0"),),
        (code('optimizer = "adam"'),),
        (code("model"),),
        (code("model.fit(x, y)", picture()),),
        (md("## The end"),),
    ],
)
def test_nothing_is_no_answer(answer_in, cells):
    """Empty cells, templates in code, and a training with its plot below a blank question answer
    nothing.
    """
    assert answer_in(md(QUESTION), *cells).text == ""


@pytest.mark.parametrize(
    "text",
    [
        "YOUR ANSWER HERE", "TODO", "…", "n/a", "N/A", "-", "?", "xxx", "YOUR CODE HERE",
        "Click here to edit",
        "_Type your answer here, replacing this text._", "Type *Markdown* and LaTeX: $\\alpha^2$", "[Your answer]",
        "Deine Antwort hier", "*Ihre Antwort hier eintragen*", "Antwort:", "Votre réponse ici",
        "Réponse :", "Escribe tu respuesta aquí...", "La tua risposta qui", "Sua resposta aqui",
        "Jouw antwoord hier", "在此输入答案", "请在这里写下你的答案", "你的答案：", "ここに回答を記入してください", "回答：",
        "여기에 답을 작성하세요", "Введите ваш ответ", "اكتب إجابتك هنا", "כתבו את תשובתכם כאן",
        "अपना उत्तर यहाँ लिखें", "เขียนคำตอบที่นี่", "Twoja odpowiedź", "Cevabınızı buraya yazın",
    ],
)  # fmt: skip
def test_placeholders_of_many_courses(text):
    """What a template puts where an answer should stand, in the languages of many courses."""
    assert is_placeholder(text)


@pytest.mark.parametrize(
    "text", ["Sí", "Nein", "Keras", "用Keras", "答案是Keras", "Réponse : Keras", "B", "Adam", "네"]
)
def test_short_answers_in_any_language_are_answers(text):
    """A person may judge a word; we may not drop it."""
    assert not is_placeholder(text)


def test_a_heading_is_the_answer_only_where_nothing_else_is(answer_in):
    """Text counts before it; the headings of what comes next, far below or bare labels, are no
    answers.
    """
    assert answer_in(md(QUESTION), md("## Keras"), md(ENGLISH)).text == ENGLISH
    assert answer_in(md(QUESTION), md("### Answer"), md("")).text == ""
    assert answer_in(md(QUESTION), md("## Train the network")).text == ""
    assert answer_in(md(QUESTION), code("x = 1"), code("y = 2"), md("## More")).text == ""


@pytest.mark.parametrize("text", ["✏️ Your answer here", "☐", "□ □", "📝 *Type your answer here*"])
def test_signs_of_a_template_are_no_answer(text):
    """Neither a pencil beside its words nor an empty box."""
    assert is_placeholder(text)
