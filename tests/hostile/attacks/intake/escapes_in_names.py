"""Names files by terminal escapes that clear the screen, set the title or type an answer.

must: They are shown as question marks.
graded: 3
"""
(here / "\x1b[2J\x1b]0;owned\x07.ipynb").write_bytes(GOOD)
handed_in(here, "x\x9b31m.zip", Entry("\x1b[2J\u202e.ipynb", GOOD), Entry("\x1b[2J/../../x.ipynb"))
