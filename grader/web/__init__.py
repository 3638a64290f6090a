"""The page on this machine for people who grade: `grader review`."""

from grader.web.review import ReviewOptions, review_folder
from grader.web.server.listening import Shared
from grader.web.services import Publisher

__all__ = ["Publisher", "ReviewOptions", "Shared", "review_folder"]
