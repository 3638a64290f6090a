"""A classifier of the student's own drops hidden units while it trains; a person decides, and nobody is accused.

parts: classifier
other: classifier.accuracy
"""

# %% include data
# %% [2]
class DropoutMLP(MLPClassifier):
    def __init__(self, hidden_layer_sizes=(100,), batch_size="auto", max_iter=200, random_state=None, p=0.1):
        super().__init__(hidden_layer_sizes=hidden_layer_sizes, batch_size=batch_size, max_iter=max_iter, random_state=random_state)
        self.p = p

    def _forward_pass(self, activations):
        out = super()._forward_pass(activations)
        if getattr(self, "learning", False):
            mask = np.random.default_rng().random(out[1].shape) > self.p
            out[1] *= mask / (1 - self.p)
        return out

    def _backprop(self, X, y, sample_weight, activations, deltas, coef_grads, intercept_grads):
        self.learning = True
        result = super()._backprop(X, y, sample_weight, activations, deltas, coef_grads, intercept_grads)
        self.learning = False
        return result


clf = DropoutMLP((32,), batch_size=32, max_iter=60, random_state=1)
clf.fit(x_train, y_train)
print("train", clf.score(x_train, y_train), "test", clf.score(x_valid, y_valid))
