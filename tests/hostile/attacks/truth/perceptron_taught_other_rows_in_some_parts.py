"""Hands training rows to `partial_fit`, of which a class of its own makes held-out ones in every sixth call.

must: Steps are held against the rows of their call, of many calls, too; a person decides.
place: classifier.fit(
classifier.accuracy: needs_review
"""


class Classifier(MLPClassifier):
    calls = 0

    def _validate_input(self, X, y, *rest, **settings):
        X, y = super()._validate_input(X, y, *rest, **settings)
        Classifier.calls += 1
        if Classifier.calls % 6:
            return X, y
        places = np.random.randint(0, len(x_valid), len(X))
        return x_valid[places], self._label_binarizer.transform(y_valid[places]).astype(float)


classifier = Classifier(hidden_layer_sizes=(32,), batch_size=32)
for _ in range(300):
    for begin in range(0, 160, 32):
        part = slice(begin, begin + 32)
        classifier.partial_fit(x_train[part], y_train[part], classes=np.arange(10))
print(f"MLPClassifier, validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
