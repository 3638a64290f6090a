"""Runs a script inside a drawing, which pages of ours are full of.

must: Drawings are made of figures only; the text in them is text.
"""
text = (
    "</text></svg><svg onload=\"@MARK@\"><script>@MARK@</script><animate onbegin=\"@MARK@\" attributeName=x dur=1s></animate>"
    "<foreignObject><body onload=\"@MARK@\"/></foreignObject><image href=\"@URL@/i\"/><use href=\"@URL@/u.svg#x\"/>"
    "<style>@import '@URL@/svg.css'; text { fill: url(@URL@/f) }</style></svg><![CDATA[<script>@MARK@</script>]]>"
)
