"""Statements of Python 2 are translated, over as many lines as they take."""

from grader.recorder.compat.language.python2 import translated

CELL = '''x = 3
print "%d and %d" % (
    x,
    x + 1)
for i in range(2):
    print i, \\
        x
    print "a %s" % \\
        "b",
print """many
lines"""
if x:
    print "sum", sum([1,
        2,  # two
        3])
print "done" # at last
'''


class Notes:
    def used(self, old, today):
        self.reported = old, today


def test_print_over_several_lines(capsys):
    """Open brackets, open texts, backslashes, comments between and behind."""
    notes = Notes()

    exec("".join(translated(CELL.splitlines(keepends=True), notes=notes)), {})

    assert capsys.readouterr().out.splitlines() == [
        "3 and 4", "0 3", "a b 1 3", "a b many", "lines", "sum 6", "done",
    ]  # fmt: skip
    assert "Python 2" in notes.reported[0]
