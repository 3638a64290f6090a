"""Runs a script by the attributes of elements that need no click.

must: No element of a report has such an attribute.
"""
text = (
    "\" onmouseover=\"@MARK@\" autofocus onfocus='@MARK@' x=\"<img src=x onerror=\"@MARK@\"><body onload=\"@MARK@\">"
    "<details open ontoggle=\"@MARK@\"><input autofocus onfocus=\"@MARK@\"><marquee onstart=\"@MARK@\">"
    "<style onload=\"@MARK@\"></style><video><source onerror=\"@MARK@\"></video><select autofocus onfocus=\"@MARK@\">"
)
