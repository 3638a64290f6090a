"""The classifier is trained by `partial_fit`, an epoch a call, and its accuracy is kept after each.

parts: classifier
runs: classifier Adam 60
"""

# %% include data

# %%
classifier = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32)
accuracies = []
for epoch in range(60):
    order = np.random.permutation(len(x_train))
    classifier.partial_fit(x_train[order], y_train[order], classes=np.unique(y_train))
    accuracies.append(classifier.score(x_valid, y_valid))
print(f"Accuracy: {accuracies[-1]:.4f}")
