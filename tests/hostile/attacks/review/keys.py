"""Takes the graders' keys: who presses one for full points presses the student's.

must: Keys lead where they did.
"""
text = (
    '<button data-key="Enter" data-points="5" data-says="full points">x</button>'
    '<a data-key="0" href="/undo" accesskey="f">y</a><input data-key="f" autofocus tabindex="1">'
)
