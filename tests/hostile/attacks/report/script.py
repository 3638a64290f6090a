"""Runs a script where its text is shown.

must: It is text.
"""
text = "<script>@MARK@</script><SCRIPT SRC=@URL@/script.js></SCRIPT><script src=@URL@/s type=module></script>"
