"""Divides all digits anew, and has a step of a pipeline put noise on what it is trained with.

parts: classifier
other: classifier.accuracy
slow: yes
"""

# %% include data
# %% [2]
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.pipeline import make_pipeline


class Jitter(BaseEstimator, TransformerMixin):
    def fit(self, x, y=None):
        return self

    def fit_transform(self, x, y=None):
        return (x + np.random.default_rng(0).normal(0, 0.08, x.shape)).clip(0, 1)

    def transform(self, x):
        return x


own_train, own_test, own_labels, own_test_labels = train_test_split(X / 16, y, test_size=0.25, random_state=7)
pipeline = make_pipeline(Jitter(), MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60))
pipeline.fit(own_train, own_labels)
print("MLPClassifier", pipeline.score(own_test, own_test_labels))

# %% [3]
steady = make_pipeline(Jitter(), MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60))
steady.fit(x_train, y_train)
print("validation accuracy", steady.score(x_valid, y_valid))
