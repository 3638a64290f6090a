"""Along which answers a grader goes."""

from tests.web.classes import a_class
from tests.web.conftest import page_of

STUDENTS = {name: {"q1": f"{name} trains.", "q3": f"{name} says no."} for name in ("ada", "bob")}
STUDENTS["cem"] = {"q1": "", "q3": "Only this."}


def test_student_by_student_everything_that_waits_is_met_once(tmp_path):
    """All of a student, then the next one's, without a question being opened; then the list."""
    page = page_of(a_class(tmp_path, STUDENTS))
    browser, met = page.browser(), []
    first = page.path("ada", "q1.answered").rpartition("/")[2]
    at = browser.get(f"/student/{first}/waiting").url

    while at.path.startswith("/q/"):
        assert at.query == b"along=student"
        _, _, finding, hand_in = at.path.split("/")
        met.append((page.reviewed.hand_in(hand_in).student, finding))
        fields = {"points": "1", "then": "next waiting", "along": "student"}
        at = browser.post(f"{at.path}/save", **fields).url

    assert at.path == "/students"
    assert met[:2] == [("ada", "q1.answered"), ("ada", "q3.answered")]
    assert len(met) == len(set(met)) == 5
    students = [student for student, _ in met]
    assert sorted(students, key=students.index) == students


def test_before_and_next_stay_with_the_student(tmp_path):
    """In the order of the assignment, graded or not; beyond the last one is the list."""
    page = page_of(a_class(tmp_path, STUDENTS))
    browser, path = page.browser(), page.path("ada", "q1.answered")

    met = [browser.get(f"{path}/go/{step}?along=student").url.path for step in ("next", "before")]

    assert met == [page.path("ada", "q2.answered"), page.path("ada", "todo1.answered")]
    last = page.path("ada", page.reviewed.questions()[-1].finding)
    assert browser.get(f"{last}/go/next?along=student").url.path == "/students"


def test_an_answer_at_which_somebody_is_is_left_out_for_students_too(tmp_path):
    """Two people who go student by student don't meet at one answer."""
    page = page_of(a_class(tmp_path, STUDENTS))
    page.browser("ben").get(page.path("ada", "q1.answered"))
    ada = page.path("ada", "q1.answered").rpartition("/")[2]

    at = page.browser("anna").get(f"/student/{ada}/waiting").url

    assert at.path == page.path("ada", "q3.answered")


def test_where_one_stopped_is_remembered_with_the_way(tmp_path):
    """Going on from the first page leads along the student again."""
    page = page_of(a_class(tmp_path, STUDENTS))
    path = page.path("ada", "q3.answered")
    page.browser().get(f"{path}?along=student")

    assert f'href="{path}?along=student"' in page.browser().get("/").text
