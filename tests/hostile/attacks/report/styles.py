"""Hides what a report says, and loads from afar, by a style sheet of its own.

must: Only the report's own style sheet applies.
"""
text = (
    "</style><style>@import url('@URL@/a.css'); body { background: url(@URL@/b.png); visibility: hidden }"
    " @font-face { font-family: x; src: url(@URL@/c.woff) } * { font-family: x }</style>"
    "<p style=\"background:url('@URL@/d');position:fixed;inset:0;z-index:9\">100 points</p>"
    "<link rel=stylesheet href='@URL@/e.css'><div style=\"width:expression(@MARK@);behavior:url(@URL@/f.htc)\">"
)
