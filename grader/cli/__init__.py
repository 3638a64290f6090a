"""The command line. Every module imports the heavy rooms only when its command runs."""

import sys

try:
    from grader.cli.app import main
except (
    KeyboardInterrupt
):  # Ctrl-C while the program still loads: nothing of ours answers signals yet
    sys.stderr.write("grader: stopped\n")
    raise SystemExit(130) from None

__all__ = ["main"]
