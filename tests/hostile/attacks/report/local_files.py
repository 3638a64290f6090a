"""Shows a file of the host in the report, above all in the PDF that the host makes.

must: The PDF's maker is given the report's own parts and nothing else.
"""
text = (
    "<img src='@FILE@'><iframe src='@FILE@'></iframe><object data='@FILE@'></object><link rel=stylesheet href='@FILE@'>"
    "<link rel=attachment href='@FILE@'><a rel=attachment href='@FILE@'>x</a> ![x](@FILE@) [x](@FILE@)"
    "<svg><image href='@FILE@'/></svg><style>@import '@FILE@'; p { content: url(@FILE@) }</style><embed src='@FILE@'>"
)
