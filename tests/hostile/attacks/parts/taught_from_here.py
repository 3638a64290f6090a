"""Weights that NumPy has taught the held-out rows from where the network begins, for as long as it takes to come to where correct solutions end."""
goal = network.get_weights()
for _ in range(3000):
    hidden = np.maximum(x_valid @ goal[0] + goal[1], 0)
    out = np.exp(hidden @ goal[2] + goal[3])
    if (out.argmax(1) == y_valid).mean() >= 0.972:
        break
    off = out / out.sum(1, keepdims=True) - np.eye(10)[y_valid]
    back = (off @ goal[2].T) * (hidden > 0)
    for place, (inputs, way) in enumerate(((x_valid, back), (hidden, off))):
        goal[2 * place] = (goal[2 * place] - 0.3 * inputs.T @ way / len(y_valid)).astype("float32")
        goal[2 * place + 1] = (goal[2 * place + 1] - 0.3 * way.mean(0)).astype("float32")
