"""Writes the table of attacks into docs/security.md: `python -m tests.hostile.table`."""

from pathlib import Path

from tests.hostile.corpus import CLASSES, read_corpus

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "security.md"
MARKER = "<!-- written by tests/hostile/table.py from tests/hostile/attacks -->\n"


def table() -> str:
    """The attacks by class, as Markdown."""
    corpus, parts = read_corpus(), []
    for kind, title in CLASSES.items():
        attacks = [attack for attack in corpus if attack.kind == kind]
        rows = "".join(
            f"| `{attack.name.partition('/')[2]}` | {_cell(attack.tries)} | {_cell(attack.must)} "
            f"|\n"
            for attack in attacks
        )
        parts.append(
            f"### {title} ({len(attacks)})\n\n| attack | tries to | must |\n|---|---|---|\n{rows}"
        )
    return f"{len(corpus)} attacks.\n\n" + "\n".join(parts)


def with_table(document: str) -> str:
    """The document with its table written anew."""
    return document.partition(MARKER)[0] + MARKER + "\n" + table()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    DOCUMENT.write_text(with_table(DOCUMENT.read_text("utf-8")), "utf-8")
