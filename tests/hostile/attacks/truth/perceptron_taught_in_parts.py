"""Teaches a perceptron the held-out rows by partial_fit, and goes on from there with the training rows, so slowly that nothing happens.

must: Training by partial_fit is seen, too; where weights come from is followed.
place: classifier.fit(
classifier.accuracy: !passed
"""
classifier = MLPClassifier(
    hidden_layer_sizes=(32,), batch_size=32, max_iter=1, warm_start=True, random_state=1
)
for _ in range(60):
    classifier.partial_fit(x_valid, y_valid, classes=np.arange(10))
classifier.set_params(learning_rate_init=1e-9)
classifier.fit(x_train, y_train)
print(f"MLPClassifier, validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
