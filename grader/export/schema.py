"""Prints the JSON Schema of the published record: `python -m grader.export.schema >
docs/schema/grade.schema.json`.
"""

from __future__ import annotations

import json
import sys

from grader.export.published import json_schema

if __name__ == "__main__":
    sys.stdout.write(json.dumps(json_schema(), indent=2) + "\n")
