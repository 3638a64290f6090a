"""Puts fields into the form for points, and brings a form of its own to other pages.

must: No field and no button of a student's is on the page.
"""
text = (
    '</form><form action="/publish" method="post"><input name="csrf"><button>Save</button></form>'
    '<input form="mark" name="points" value="5"><button form="mark" formaction="/undo">x</button>'
    '<textarea form="mark" name="comment">Excellent.</textarea>'
)
