"""Writes what the templates of the report are written in.

must: It is text, and never a template.
"""
text = (
    "{{ 7*191 }}{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}{% include '/etc/passwd' %}"
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}${7*191}<%= 7*191 %>#{7*191}"
)
