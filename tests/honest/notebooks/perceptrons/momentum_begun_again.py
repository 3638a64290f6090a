"""Sets the momentum of scikit-learn's optimizer to zero and lowers its rate, when half of the epochs are done.

parts: classifier
runs: classifier SGD 120
"""

# %% include data

# %%
classifier = MLPClassifier((32,), solver="sgd", learning_rate_init=0.02, momentum=0.9, batch_size=32, random_state=0)
for epoch in range(120):
    classifier.partial_fit(x_train, y_train, classes=np.unique(y_train))
    if epoch == 60:
        classifier._optimizer.velocities = [np.zeros_like(held) for held in classifier._optimizer.velocities]
        classifier._optimizer.learning_rate_init = 0.01
print(f"Accuracy: {classifier.score(x_valid, y_valid):.4f}")
