"""Has a class of its own that puts finished weights where early stopping keeps the best ones, to which scikit-learn comes back at the end.

must: A training ends with what a step has left, the last one or that of a pass; a person decides.
place: classifier.fit(
classifier.accuracy: needs_review
"""
# include taught_into_the_band
class Classifier(MLPClassifier):
    def _update_no_improvement_count(self, *given):
        super()._update_no_improvement_count(*given)
        self._best_coefs, self._best_intercepts = goal[:2], goal[2:]

classifier = Classifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60, early_stopping=True)
classifier.fit(x_train, y_train)
print(f"MLPClassifier, validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
