"""Looks for the operator's secrets in its environment.

must: The environment is made anew.
bare: breach
"""
import os
try:
    got = [name for name in os.environ if 'SECRET' in name]
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
