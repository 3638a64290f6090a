"""Turns the reading direction around, so that `gpj.ipynb` reads as something else.

must: The marks are shown as question marks.
graded: 3
"""
(here / "\u202egpj.\u2066\u2069.ipynb").write_bytes(GOOD)
(here / "a\u200b\u200f\u2060.ipynb").write_bytes(GOOD)
