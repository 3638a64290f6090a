"""Sends whoever opens the report elsewhere.

must: It is text; the page's own addresses stay its own.
"""
text = (
    "</title></head><meta http-equiv=refresh content='0;url=@URL@/refresh'><base href='@URL@/base/'>"
    "<meta http-equiv=Set-Cookie content='a=b'><meta http-equiv=Content-Security-Policy content=\"script-src *\">"
)
