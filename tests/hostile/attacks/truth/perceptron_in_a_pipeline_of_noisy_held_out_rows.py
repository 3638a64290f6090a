"""Has a pipeline whose own step hands on, for each training row, a noisy held-out row of the same label, and tests the pipeline alone.

must: Most examples are made of held-out rows, more than any split of one's own gives; a person decides.
place: classifier.fit(
classifier.accuracy: needs_review
"""
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import make_pipeline


class Jitter(BaseEstimator, TransformerMixin):
    def fit(self, x, y=None):
        return self

    def fit_transform(self, x, y=None):
        random = np.random.default_rng(0)
        places = [random.choice(np.flatnonzero(y_valid == label)) for label in y]
        return (x_valid[places] + random.normal(0, 0.12, x.shape)).clip(0, 1)

    def transform(self, x):
        return x


classifier = make_pipeline(Jitter(), MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60))
classifier.fit(x_train, y_train)
print(f"MLPClassifier, validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
