"""Round trips of thousands of classes of awkward names: no grade on a wrong student, no silence.

The properties are those of the tests beside; here are more classes of them, and larger ones.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.export.lms import (
    test_blackboard,
    test_brightspace,
    test_canvas,
    test_feedback,
    test_moodle,
)
from tests.export.lms.people import pupils

CLASSES = 10_000
MOST_STUDENTS = 40
MANY = settings(max_examples=CLASSES, deadline=None, suppress_health_check=list(HealthCheck))
pytestmark = pytest.mark.slow


def of_many(ids) -> st.SearchStrategy:
    return pupils(ids, most=MOST_STUDENTS)


def the_property(test):
    """What a test asserts of one class."""
    return test.hypothesis.inner_test


@MANY
@given(of_many(test_canvas.CANVAS_IDS), st.sampled_from(",;"), st.data())
def test_canvas_classes(class_, separator, data):
    """Under the id of Canvas, whatever stood there before."""
    the_property(test_canvas.test_every_grade_comes_back_under_the_id_that_it_went_in_under)(
        class_, separator, data
    )


@MANY
@given(
    of_many(test_moodle.PARTICIPANTS).filter(bool),
    st.sampled_from((test_moodle.ENGLISH, test_moodle.GERMAN, test_moodle.UNKNOWN)),
    st.data(),
)
def test_moodle_classes(class_, header, data):
    """Under the participant, in three languages."""
    the_property(test_moodle.test_every_grade_comes_back_under_the_participant)(
        class_, header, data
    )


@MANY
@given(of_many(test_brightspace.IDS))
def test_brightspace_classes(class_):
    """Under OrgDefinedId."""
    the_property(test_brightspace.test_every_grade_comes_back_under_the_id)(class_)


@MANY
@given(of_many(test_blackboard.USERS), st.booleans())
def test_blackboard_classes(class_, xls):
    """Under the user name."""
    the_property(test_blackboard.test_every_grade_comes_back_under_the_user_name)(class_, xls)


@MANY
@given(of_many(test_moodle.PARTICIPANTS))
def test_feedback_of_classes(class_):
    """Every report reaches its student."""
    the_property(test_feedback.test_moodle_finds_the_student_of_every_report)(class_)
