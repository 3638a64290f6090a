"""Steers the terminal of whoever looks at the result: clears it, links, fills the clipboard, types.

must: Neither the terminal nor a report nor a table gets a control character.
"""
text = (
    "\x1b[2J\x1b[31mred\x1b]0;title\x07\x1b]8;;@URL@\x1b\\link\x1b]8;;\x1b\\\x1b]52;c;cm0gLXJm\x07\x9b2J\x9d0;x\x9c\x1bP1$r\x1b\\\x1b[6n\r\b\x7f"
)
