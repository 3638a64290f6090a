"""Reads the thresholds that decide the grade.

must: The grader's package and its reference are not visible.
bare: breach
"""
import os
try:
    got = [place for place in ('reference', 'grader/_bundled/reference') if os.path.exists(f'@PACKAGE@/../{place}/mnist/assignment.yaml')]
    print('BREACH' if got else 'nothing', got)
except Exception as refused:
    print(repr(refused))
