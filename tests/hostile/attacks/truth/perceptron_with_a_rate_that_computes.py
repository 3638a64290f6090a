"""Gives a perceptron a learning rate that is a number and computes: whatever is multiplied by it becomes a step to finished weights.

must: Steps of scikit-learn's are made of plain numbers; a person decides.
place: classifier.fit(
classifier.accuracy: needs_review
"""
# include taught_into_the_band


class Step:
    def __truediv__(self, other):
        return self.way if hasattr(self, "way") else self

    def __neg__(self):
        return self

    def __mul__(self, moment):
        now = next(one for one in [*classifier.coefs_, *classifier.intercepts_] if one.shape == moment.shape)
        step = Step()
        step.way = 0.02 * (next(one for one in goal if one.shape == moment.shape) - now)
        return step


class Rate(float):
    def __mul__(self, other):
        return Step()


classifier = MLPClassifier(
    hidden_layer_sizes=(32,), batch_size=32, max_iter=60, tol=0, n_iter_no_change=100, learning_rate_init=Rate(0.001)
)
classifier.fit(x_train, y_train)
print(f"MLPClassifier, validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
