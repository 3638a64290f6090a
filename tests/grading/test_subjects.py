"""Decisions are bound to what they are about, and never taken for one about something else."""

from dataclasses import replace

from grader.grading import subjects_of
from grader.model.evidence import Answer, Evidence
from grader.model.submission import Picture
from tests.checks.cases import a_check, an_assignment

ASSIGNMENT = an_assignment(a_check("question_answered"), a_check("confusion_matrix_shown"))
PART = replace(ASSIGNMENT.parts[0], question="Why  so?")
ASSIGNMENT = replace(ASSIGNMENT, parts=(PART,))
TEXT, MEASURED = (check.id for check in ASSIGNMENT.checks())
OF_TEXTS = {"question_answered"}
ANSWER = Answer(PART.id, "It is so\n\nbecause of **that**.", (1,), "below")


def subjects(answer=ANSWER, assignment=ASSIGNMENT):
    evidence = Evidence(answers=(answer,) if answer else ())
    return subjects_of(assignment, evidence, of_texts=OF_TEXTS)


def asked(words):
    return replace(ASSIGNMENT, parts=(replace(PART, question=words),))


def test_blanks_and_where_an_answer_stands_make_no_other_answer():
    """A notebook that was saved anew by another editor says the same."""
    again = replace(
        ANSWER, text=" It is so because\tof **that**. ", cells=(7,), how_found="by words"
    )

    assert subjects(again) == subjects()


def test_other_words_or_another_picture_make_another_answer():
    """A figure that was pasted in is part of what was answered."""
    picture = Picture("a.png", "image/png", "AAAA")
    answers = {
        subjects(answer)[TEXT].answer
        for answer in (
            ANSWER,
            replace(ANSWER, text="It is so because of this."),
            replace(ANSWER, pictures=(picture,)),
            replace(ANSWER, pictures=(replace(picture, content="BBBB"),)),
            None,
        )
    }

    assert len(answers) == 5
    assert all(answers)


def test_a_measurement_beside_an_answer_is_not_about_the_answer():
    """Its decision holds for the notebook, whatever stands in the text."""
    assert subjects()[MEASURED].answer == ""
    assert subjects()[MEASURED] == subjects(replace(ANSWER, text="else"))[MEASURED]


def test_other_words_of_the_question_are_another_question():
    """Its blanks and its points are not."""
    points = replace(PART, checks=tuple(replace(one, points=99) for one in PART.checks))

    assert subjects(assignment=asked("Why so?")) == subjects()
    assert subjects(assignment=replace(ASSIGNMENT, parts=(points,))) == subjects()
    assert subjects(assignment=asked("Why not?"))[TEXT].question != subjects()[TEXT].question
    assert subjects()[TEXT].asked == "Why so?"
