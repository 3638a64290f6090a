"""Held-out rows that a training had, with those that it goes on from."""

from dataclasses import replace

from grader.checks.integrity.rows_of_a_line import RowsLeft, rows_in_doubt, rows_left
from grader.model.descriptions import ArraySummary
from grader.model.evidence import Evidence, KeptStep, RoleMatch
from grader.model.graded.score import Mistake, Mistakes, StepScore
from tests.checks.cases import a_run, a_score, row_set

ROWS = ArraySummary("x", (1000, 4), "float32", 0.0, 1.0)


def test_a_teacher_that_had_the_rows():
    """The weights come from a training of more held-out rows than chance gives."""
    teacher = a_run(match=None)
    of_pupil = replace(a_score(0.97), run=2)

    def doubt(rows, *, tested):
        pupil = a_run(number=2, continues=1, tested_on_held_out=tested)
        early = a_score(0.97, trained_on_held_out=rows, held_out_by_chance=20.0)
        return rows_in_doubt(pupil, Evidence(runs=(teacher, pupil)), (early, of_pupil))

    for tested in (True, False):  # a notebook may test on all of them but one
        assert "had 90 of the rows" in doubt(90, tested=tested)
        assert doubt(22, tested=tested) == ""


def test_rows_that_several_trainings_had_together():
    """Each as many as a split by chance gives it, and all of them nearly all; of what they have
    left no more counts than those leave room for.
    """
    runs = tuple(a_run(number=n, continues=n - 1 or None, match=None) for n in (1, 2))
    last = a_run(number=3, continues=2)
    parts = (range(60), range(40, 97))

    def doubt(*parts):
        early = tuple(
            replace(a_score(0.97, held_out_rows=row_set(part)), run=number)
            for number, part in enumerate(parts, start=1)
        )
        return rows_in_doubt(last, Evidence(runs=(*runs, last)), (*early, a_score(0.97, run=3)))

    assert "together, 97 of the rows" in doubt(*parts)
    assert doubt(range(60), range(80)) == ""


def test_rows_that_are_left_by_a_line():
    """What the training before had counts for the one that goes on from it."""
    first, last = a_run(match=None), a_run(number=2, continues=1)
    wrong = Mistakes.of(Mistake(row, 1, 0, 0.9) for row in (3, 70, 80))
    early, late = a_score(held_out_rows=row_set(range(60))), a_score(run=2, mistakes=wrong)
    evidence = Evidence(runs=(first, last))

    assert rows_left(last, evidence, {1: early, 2: late}) == RowsLeft(40, 38, 60)
    assert rows_left(last, evidence, {2: late}) is None


def test_a_last_model_on_all_data_that_stands_in_for_a_missing_part():
    """Nobody is accused, and no points are given for what it was measured with."""
    match = RoleMatch("other", "", compile_differences=("Adam instead of SGD",))
    meant, last = a_run(), a_run(number=2, match=match, tested_on_held_out=True)
    scores = (a_score(), a_score(run=2, trained_on_held_out=100))

    assert "100 of the rows" in rows_in_doubt(last, Evidence(runs=(meant, last)), scores)


def test_a_batch_of_other_rows_than_were_seen():
    """Most of it was not among those of `fit`, or it is of held-out rows where hardly any were
    seen.
    """
    run = a_run(kept_step=KeptStep(1, 2), x=ROWS)

    def doubt(**fields):
        return rows_in_doubt(run, Evidence(runs=(run,)), (a_score(0.93, **fields),))

    assert "not among those passed to fit" in doubt(step_unseen=0.9)
    assert "held-out rows" in doubt(step_held_out=0.9)
    assert doubt(step_held_out=0.4, trained_on_held_out=90, held_out_by_chance=90.0) == ""
    assert doubt(step_unseen=0.02, step_held_out=0.1) == ""
    assert doubt(step_held_out=0.1) == ""


def test_the_batch_of_any_step_that_was_kept():
    """Which one it was is said."""
    run = a_run(kept_step=KeptStep(1, 2), further_steps=(KeptStep(3, 4), KeptStep(5, 6)), x=ROWS)
    score = a_score(0.93, further_steps=(StepScore(0.0), StepScore(0.0, unseen=0.9)))

    assert "step 6 of epoch 5" in rows_in_doubt(run, Evidence(runs=(run,)), (score,))


def test_held_out_rows_in_the_batch_where_the_array_had_none():
    """A callback exchanged the rows before anybody looked. Of data that were not seen whole a batch
    may hold the first held-out rows by chance, and an array of a split of one's own has some.
    """
    run = a_run(kept_step=KeptStep(1, 2), x=ROWS)

    def doubt(**fields):
        return rows_in_doubt(run, Evidence(runs=(run,)), (a_score(0.93, **fields),))

    assert "of which none was seen" in doubt(step_unseen=1 - 27 / 30, step_held_out=3 / 30)
    assert doubt(step_unseen=0.0, step_held_out=0.2) == ""
    some = {"trained_on_held_out": 3, "held_out_by_chance": 3.0}
    assert doubt(step_unseen=0.2, step_held_out=0.2, **some) == ""
    assert doubt(step_unseen=0.3) == ""
