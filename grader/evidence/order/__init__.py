"""Finds the order in which the student ran the cells."""

from grader.evidence.order.choice import order_to_run
from grader.evidence.order.execution import CellOrder, order_of_execution, was_run

__all__ = ["CellOrder", "order_of_execution", "order_to_run", "was_run"]
