"""Grades for other programs."""

from grader.export.record import PublicRecord, json_schema, public_record

__all__ = ["PublicRecord", "json_schema", "public_record"]
