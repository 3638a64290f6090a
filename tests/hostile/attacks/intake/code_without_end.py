"""Writes code over which whoever follows it fails or comes to no end: a range of step 0, an array of a negative length, a model put into itself sixty times, a list of itself twice.

must: What can't be followed is unknown, and the rest is graded; the batch goes on.
graded: 3
"""
parts = {
    "eve": "for i in range(0, 10, 0):\n    pass\nx, y = load_digits(return_X_y=True)\nx.reshape(-2, -57504)[0:1] / 1e400",
    "eve2": "own = Sequential([Dense(1)])\n" + "own.add(own)\n" * 60 + "a = [1, 1]\n" + "a = [a, a]\n" * 60 + "Dense(a)",
}
for name, code in parts.items():
    whole = json.loads(GOOD)
    whole["cells"].append({"cell_type": "code", "source": code, "metadata": {}, "execution_count": None, "outputs": []})
    (here / f"{name}.ipynb").write_text(json.dumps(whole))
