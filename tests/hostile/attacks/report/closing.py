"""Closes everything that is open, to write a page of its own below.

must: It is text.
"""
text = (
    "--></style></script></title></textarea></noscript></template></iframe></svg></math></table></details></main></body></html>"
    "<!doctype html><html><body><script>@MARK@</script><h1>100 of 100 points</h1>]]>\"'>`"
)
