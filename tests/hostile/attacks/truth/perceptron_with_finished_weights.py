"""Gives a perceptron weights that NumPy has taught the held-out rows, and goes on from there so slowly that nothing happens.

must: A training that stands still and is right all the same is said to a person, and earns nothing.
place: classifier.fit(
classifier.accuracy: !passed
"""
# include taught
classifier = MLPClassifier(
    hidden_layer_sizes=(32,), batch_size=32, max_iter=1, warm_start=True, learning_rate_init=1e-9
)
classifier.fit(x_train, y_train)
classifier.coefs_, classifier.intercepts_ = kernels, biases
classifier.fit(x_train, y_train)
print(f"MLPClassifier, validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
