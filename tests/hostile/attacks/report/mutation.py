"""Uses markup that a cleaner takes for harmless and a browser reads otherwise.

must: It is text before any cleaner sees it.
"""
text = (
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=@MARK@&gt;\">"
    "<noscript><p title=\"</noscript><img src=x onerror=@MARK@>\"><svg></p><style><a id=\"</style><img src=1 onerror=@MARK@>\">"
    "<textarea></textarea><img src=x onerror=@MARK@></textarea><template><script>@MARK@</script></template><xmp><script>@MARK@</script>"
)
