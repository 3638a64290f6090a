"""Weights of a network that was trained elsewhere: the perceptron's."""
finished = [classifier.coefs_[0], classifier.intercepts_[0], classifier.coefs_[1], classifier.intercepts_[1]]
finished = [(weights * (abs(weights) > 1e-6)).astype("float32") for weights in finished]
