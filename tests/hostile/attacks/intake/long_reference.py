"""Saves an output whose HTML names a character by a number of 5,000 digits, which Python refuses to read.

must: It is no character; the batch goes on.
graded: 2
"""
whole = json.loads(GOOD)
cell = next(cell for cell in whole["cells"] if cell["cell_type"] == "code")
cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": {"text/html": "&#" + "9" * 5_000 + ";"}}]
(here / "eve.ipynb").write_text(json.dumps(whole))
