"""Writes what may stand in assignment.yaml as a page: `python -m grader.cli.assignment_page >
docs/assignment.md`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from grader.assignment import json_schema
from grader.checks import CHECKS, Check

HEAD = """\
# assignment.yaml, key by key

Written by `make docs` from the program's own schema. `grader assignment validate FOLDER` names what
is wrong with a file, all at once and with the line. An assignment that works is made by
`grader assignment new NAME`; the [tutorial](tutorial.md) changes it step by step.

The least that works: a question that a person grades.

```yaml
schema_version: 1
name: my-course
title: My course
parts:
  - id: q1
    title: Question 1
    question: "Which of the two models would you use, and why?"
    checks:
      - {id: q1.answered, check: question_answered, points: 10}
```

Where models are trained, `dataset` names their data and `roles` describes them; with `models.py`,
`grader reference train -a FOLDER` makes bands that accuracies are compared with. What is learned
are classes: labels are whole numbers from 0. Amounts (regression) can't be measured.
"""
OPTIONS = {
    "floor": "the accuracy, 0 to 1, down to which a share of the points is given",
    "count": "how many are asked for",
}
CHECKS_HEAD = """\
## Checks

What stands behind `check:`. Where it looks at a role, `depends_on` must name the check `run_found`
that finds its training. A check of your own is a function in `checks.py` beside the file.

| check | holds where | looks at | options |
|---|---|---|---|
"""
SECTIONS = (
    ("", "The file"),
    ("DatasetSpec", "`dataset`"),
    ("RoleSpec", "A model: what stands under a name in `roles`"),
    ("LayerSpec", "A layer: an item of `layers`"),
    ("PartSpec", "A part: an item of `parts`"),
    ("CheckSpec", "A check: an item of `checks`"),
    ("RubricItemSpec", "An item of `rubric`"),
    ("ExcusedMutant", "An item of `excused`"),
)


def assignment_page() -> str:
    """The page, as Markdown."""
    schema: Any = json_schema(check_names=CHECKS)
    parts = [HEAD]
    for name, title in SECTIONS:
        node = schema["$defs"][name] if name else schema
        parts.append(f"## {title}\n\n| key | what |\n|---|---|\n" + "\n".join(_rows(node)) + "\n")
    rows = [_check_row(check) for check in CHECKS.values()]
    return "\n".join([*parts, CHECKS_HEAD + "\n".join(rows)]) + "\n"


def _rows(node: Mapping[str, Any]) -> Iterator[str]:
    needed = node.get("required", ())
    for key, value in node["properties"].items():
        said = " ".join(str(value.get("description", "")).split())
        default = value.get("default")
        notes = [
            "required" if key in needed else "",
            f"else `{_yaml(default)}`" if default not in (None, "", [], {}) else "",
        ]
        if choices := _choices(value):
            notes.append(f"one of {', '.join(f'`{choice}`' for choice in choices)}")
        note = "; ".join(filter(None, notes))
        yield f"| `{key}` | {_cell(said)}{f' ({note})' if note else ''} |"


def _choices(value: Mapping[str, Any]) -> list[str]:
    """The words that may stand there, where they are few and fixed."""
    forms = [value, *value.get("anyOf", ())]
    found: list[str] = next((form["enum"] for form in forms if "enum" in form), [])
    return [] if any(form == {"type": "string"} for form in forms) else found


def _yaml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def _check_row(check: Check) -> str:
    options = "; ".join(f"`{option}`: {OPTIONS[option]}" for option in sorted(check.options))
    looks_at = "a role" if check.needs_role else "the part's `question`"
    return f"| `{check.name}` | {_cell(check.title)} | {looks_at} | {options} |"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


if __name__ == "__main__":
    sys.stdout.write(assignment_page())
