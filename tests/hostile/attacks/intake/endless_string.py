"""Hands in a count of 300,000 spaces, styles that are opened and never end, and a string of escaped quotes that never ends.

must: Each is gone through once: no neighbour waits.
graded: 3
"""
whole = json.loads(GOOD)
cell = next(cell for cell in whole["cells"] if cell["cell_type"] == "code")
cell["execution_count"] = " " * 300_000 + "x"
cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {"text/html": "<style>" * 250_000}}]
(here / "eve.ipynb").write_text(json.dumps(whole))
(here / "eve2.ipynb").write_bytes(GOOD.rstrip()[:-1] + b', "z": "' + b'\\"' * 300_000)
