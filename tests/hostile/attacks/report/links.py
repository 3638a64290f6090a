"""Links to a script.

must: Links lead to pages and mailboxes only, and nothing follows them by itself.
"""
text = (
    "[x](javascript:@MARK@) [y](java&#x09;script:@MARK@) <javascript:@MARK@> [z](data:text/html,<script>@MARK@</script>)"
    " <a href='javascript:@MARK@'>x</a> <a href=' &#14; javascript:@MARK@'>x</a> [v](vbscript:x) [f](file:///etc/passwd)"
    " <a ping='@URL@/ping' href='#'>x</a>"
)
