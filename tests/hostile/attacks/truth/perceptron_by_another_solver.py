"""Takes the solver without an optimizer, and exchanges what it makes of its result.

must: A training whose parts were exchanged is for a person to look at.
place: classifier.fit(
classifier.accuracy: !passed
"""
# include taught


class Classifier(MLPClassifier):
    def _unpack(self, packed):
        self.coefs_ = list(kernels)
        self.intercepts_ = list(biases)


classifier = Classifier(hidden_layer_sizes=(32,), solver="lbfgs", max_iter=60)
classifier.fit(x_train, y_train)
print(f"MLPClassifier, validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
