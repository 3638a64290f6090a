"""Puts the way to finished weights into the moments of scikit-learn's optimizer between passes.

must: What explains its weights is looked at step by step; a person decides.
place: classifier = MLPClassifier(
classifier.accuracy: needs_review
"""
# include taught
classifier = MLPClassifier((32,), solver="sgd", momentum=0.7, nesterovs_momentum=False, learning_rate_init=0.01, batch_size=32, random_state=0)
classifier.partial_fit(x_train, y_train, classes=np.arange(10))
for epoch in range(4):
    held = [*classifier.coefs_, *classifier.intercepts_]
    wanted = [finished[0], finished[2], finished[1], finished[3]]
    classifier._optimizer.velocities = [0.4 * (goal - now) for goal, now in zip(wanted, held)]
    classifier.partial_fit(x_train, y_train)
print(classifier.score(x_valid, y_valid))
