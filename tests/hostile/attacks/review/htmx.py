"""Has htmx send requests in the grader's name as soon as the answer is looked at.

must: No attribute is left; nothing is sent.
"""
text = (
    '<div hx-post="/undo" hx-trigger="load" data-hx-get="/publish" hx-on:click="@MARK@">x</div>'
    '<div hx-ext="x" hx-vals="js:{a: @MARK@}" hx-headers="js:{a: @MARK@}">y</div>'
)
