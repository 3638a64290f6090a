"""The page on this machine for people who grade: `grader review`."""

from grader.web.pages.publish import Publisher
from grader.web.review import ReviewOptions, review_folder
from grader.web.server.listening import Shared

__all__ = ["Publisher", "ReviewOptions", "Shared", "review_folder"]
