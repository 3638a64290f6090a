"""Writes PDF and XML of its own into the report and the JUnit file.

must: It is text in each of them.
"""
text = (
    ") Tj ET endstream endobj 9 0 obj << /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >> /Launch (calc) >> endobj"
    " ]]></failure><testcase name='forged'/><!DOCTYPE x [<!ENTITY e SYSTEM '@FILE@'>]>&e;&lol9;<?xml-stylesheet href='@URL@/x.xsl'?>"
    " <xi:include href='@FILE@'/> \ufffe\uffff\x0b"
)
