"""Hands in another student's notebook with other names of variables, other spaces and no comments.

must: Both are graded; each is told to have a near copy, and only the instructor whose.
graded: 1
failed: 1
integrity: similar_submission
"""
import json
import re

document = json.loads(GOOD)
names = {"x_train": "data_a", "x_valid": "data_b", "y_train": "target_a", "y_valid": "target_b", "network": "net", "history": "log", "classifier": "clf", "predicted": "guess"}
for cell in document["cells"]:
    changed = "".join(cell["source"])
    if cell["cell_type"] == "code":
        for old, new in names.items():
            changed = re.sub(rf"\b{old}\b", new, changed)
        changed = re.sub(r"(?m)\s*#.*$", "", changed).replace(", ", ",  ").replace(" = ", "=")
    cell["source"] = changed
(here / "eve.ipynb").write_text(json.dumps(document))
