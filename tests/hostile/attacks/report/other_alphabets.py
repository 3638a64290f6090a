"""Writes its markup in signs that something on the way may turn into markup.

must: It stays what it is.
"""
text = (
    "\uff1cscript\uff1e@MARK@\uff1c/script\uff1e +ADw-script+AD4-@MARK@+ADw-/script+AD4- %3Cscript%3E@MARK@%3C/script%3E"
    " &#60;script&#62;@MARK@&#60;/script&#62; &amp;lt;script&amp;gt; \\u003cscript\\u003e@MARK@ \u2039script\u203a <scr\x00ipt>@MARK@</scr\x00ipt>"
    " \u00bcscript\u00be \u202e<script>@MARK@</script>\u2066"
)
