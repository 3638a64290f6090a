"""Has a class under scikit-learn's perceptron that draws its weights otherwise.

parts: classifier
other: classifier.matrix, classifier.comments
"""

# %% include data
# %% include build

# %%
class Classifier(MLPClassifier):
    def _init_coef(self, fan_in, fan_out, dtype):
        drawn = self._random_state.normal(0, np.sqrt(2 / fan_in), (fan_in, fan_out))
        return drawn.astype(dtype), np.zeros(fan_out, dtype)


classifier = Classifier(hidden_layer_sizes=(32,), max_iter=150, random_state=0)
classifier.fit(x_train, y_train)
print(f"validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
