"""A class: what was handed in is graded, nothing twice, several notebooks at a time; and decided
again later.
"""

from grader.batch.class_grader import ClassGrader
from grader.batch.decisions import published_now
from grader.batch.lost_book import require_book
from grader.batch.preview import BatchPreview, foresee
from grader.batch.regrade import (
    RegradedBatch,
    kept_results,
    publish_decisions,
    regrade_folder,
    render_folder,
)
from grader.batch.run import BatchOptions, BatchOutcome, HandedIn, NothingHandedInError, run_batch
from grader.batch.selection import Selection
from grader.batch.tasks import GradedHandIn, Listeners

__all__ = [
    "BatchOptions",
    "BatchOutcome",
    "BatchPreview",
    "ClassGrader",
    "GradedHandIn",
    "HandedIn",
    "Listeners",
    "NothingHandedInError",
    "RegradedBatch",
    "Selection",
    "foresee",
    "kept_results",
    "publish_decisions",
    "published_now",
    "regrade_folder",
    "render_folder",
    "require_book",
    "run_batch",
]
