"""Bears the names of parts of the page, so that what is saved is told in the wrong place.

must: The page's own parts are alone in having names.
"""
text = "".join(
    f'<p id="{name}" name="{name}" class="visually-hidden" hx-swap-oob="true">x</p>'
    for name in ("saved", "seen", "mark", "panel", "points", "comment", "keys", "progress", "lease")
)
