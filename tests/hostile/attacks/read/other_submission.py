"""Reads the hand-in of another student.

must: No file of the host's is visible.
bare: breach
"""
try:
    got = open('@SECRET@').read()
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
