"""Gives the page another base, another htmx and other settings.

must: They are text, or gone.
"""
text = (
    '<meta name="htmx-config" content=\'{"allowEval": true, "selfRequestsOnly": false}\'>'
    '<base href="@URL@/"><link rel="stylesheet" href="@URL@/x.css"><script src="@URL@/x.js"></script>'
    '<meta http-equiv="refresh" content="0;url=@URL@/">'
)
