"""Gives a perceptron weights that NumPy has taught the held-out rows, and goes on from there so slowly that nothing happens.

must: A training that stands still and is right all the same is said to a person, and earns nothing.
place: classifier.fit(
classifier.accuracy: !passed
"""
rng = np.random.default_rng(1)
kernels = [rng.normal(0, 0.2, (64, 32)), rng.normal(0, 0.2, (32, 10))]
biases = [np.zeros(32), np.zeros(10)]
for _ in range(600):
    hidden = np.maximum(x_valid @ kernels[0] + biases[0], 0)
    out = np.exp(hidden @ kernels[1] + biases[1])
    off = out / out.sum(1, keepdims=True) - np.eye(10)[y_valid]
    back = (off @ kernels[1].T) * (hidden > 0)
    for place, (inputs, way) in enumerate(((x_valid, back), (hidden, off))):
        kernels[place] -= 0.5 * inputs.T @ way / len(y_valid)
        biases[place] -= 0.5 * way.mean(0)
classifier = MLPClassifier(
    hidden_layer_sizes=(32,), batch_size=32, max_iter=1, warm_start=True, learning_rate_init=1e-9
)
classifier.fit(x_train, y_train)
classifier.coefs_, classifier.intercepts_ = kernels, biases
classifier.fit(x_train, y_train)
print(f"MLPClassifier, validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
