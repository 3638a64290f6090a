"""Prints the JSON Schema of a tested rubric: `python -m grader.mutation.schema >
docs/schema/assignment-test.schema.json`.
"""

from __future__ import annotations

import json
import sys

from grader.mutation.mutants_file import json_schema

if __name__ == "__main__":
    sys.stdout.write(json.dumps(json_schema(), indent=2) + "\n")
