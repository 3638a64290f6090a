"""The network is trained within a classifier of the student's own, the only step of a pipeline of scikit-learn's.

parts: network
"""

# %% include data
# %%
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.pipeline import Pipeline


class Network(ClassifierMixin, BaseEstimator):
    def fit(self, X, y):
        self.network_ = keras.Sequential(
            [layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
        )
        self.network_.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
        self.history_ = self.network_.fit(
            X, y, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0
        )
        self.classes_ = np.unique(y)
        return self

    def predict(self, X):
        return self.network_.predict(X, verbose=0).argmax(axis=1)


pipeline = Pipeline([("network", Network())])
pipeline.fit(x_train, y_train)
history, network = pipeline[-1].history_, pipeline[-1].network_
# %% include shown
