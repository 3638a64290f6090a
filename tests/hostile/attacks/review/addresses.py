"""Leads the grader to pages that change something, or elsewhere.

must: Only absolute addresses of the web are links.
"""
text = (
    "[a](/undo) [b](//evil.example) [c](javascript:@MARK@) [d](data:text/html,x) "
    '<a href="/publish">e</a> <a href="\\\\evil.example">f</a> <a href="jav&#x09;ascript:@MARK@">g</a>'
)
