"""Hands in another student's notebook, byte for byte and saved again.

must: All are graded; each is told to have copies, and only the instructor whose.
graded: 4
integrity: identical_submission
"""
import json

(here / "copy.ipynb").write_bytes(GOOD)
(here / "saved_again.ipynb").write_text(json.dumps(json.loads(GOOD), indent=4))
document = json.loads(GOOD)
for cell in document["cells"]:
    cell["source"] = "".join(cell["source"]) + "  \n\n"
(here / "spaces.ipynb").write_text(json.dumps(document))
