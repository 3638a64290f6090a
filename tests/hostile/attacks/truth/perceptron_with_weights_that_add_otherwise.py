"""Draws its weights as arrays of a class of its own, which go to finished ones whatever is added to them.

must: Steps of scikit-learn's move plain arrays; a person decides.
place: classifier.fit(
classifier.accuracy: needs_review
"""
# include taught_into_the_band


class Weights(np.ndarray):
    def __iadd__(self, update):
        plain, to = self.view(np.ndarray), next((one for one in goal if one.shape == self.shape), None)
        plain += update if to is None else 0.02 * (to - plain)
        return self


class Classifier(MLPClassifier):
    def _init_coef(self, *given):
        return tuple(one.view(Weights) for one in super()._init_coef(*given))

    def _update_no_improvement_count(self, *given):
        pass


classifier = Classifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60, random_state=1)
classifier.fit(x_train, y_train)
print(f"MLPClassifier, validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
