"""Trains a perceptron within a classifier of its own, on what that was given and then by `partial_fit` on the held-out rows.

must: What counts is which rows the steps took, not which were given; a person decides.
place: classifier.fit(
classifier.accuracy: needs_review
"""
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.pipeline import Pipeline


class Outer(ClassifierMixin, BaseEstimator):
    def fit(self, X, y):
        inner = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60).fit(X, y)
        for _ in range(4):
            inner.partial_fit(x_valid, y_valid)
        self.steps, self.classes_ = [("inner", inner)], inner.classes_
        return self

    def predict(self, X):
        return self.steps[0][1].predict(X)


classifier = Pipeline([("outer", Outer())])
classifier.fit(x_train, y_train)
print(f"MLPClassifier, validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
