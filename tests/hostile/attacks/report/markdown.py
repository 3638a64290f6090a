"""Uses the Markdown of its answers, which reports render.

must: Emphasis and code are rendered; pictures, HTML and strange links are not.
"""
text = (
    "![x](@URL@/m1) ![y][p] <@URL@> ```html\n<img src='@URL@/m2'>\n```\n\n[p]: @URL@/m3 \"<img src=x onerror='@MARK@'>\"\n\n"
    "| a | <img src=@URL@/m4> |\n|---|---|\n\n<div markdown=1 onclick='@MARK@'>**x**</div>\n\n$\\href{javascript:@MARK@}{x}$"
)
