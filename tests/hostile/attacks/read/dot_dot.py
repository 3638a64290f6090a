"""Climbs with .. from the mounted data.

must: Parents of a mount are those of the view.
"""
try:
    got = open('/opt/grader/data/../../../..@SECRET@').read()
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
