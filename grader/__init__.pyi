# What type checkers see of the interface for Python, which is loaded only when asked for.
from grader.api import GradedClass as GradedClass
from grader.api import GradeRecord as GradeRecord
from grader.api import grade as grade
from grader.api import grade_batch as grade_batch

__version__: str
API: tuple[str, ...]
