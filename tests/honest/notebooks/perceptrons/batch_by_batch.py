"""The classifier is trained by `partial_fit` in batches that the student makes.

parts: classifier
runs: classifier Adam 60
"""

# %% include data

# %%
classifier = MLPClassifier(hidden_layer_sizes=(32,))
for epoch in range(60):
    for batch in np.array_split(np.random.permutation(len(x_train)), 45):
        classifier.partial_fit(x_train[batch], y_train[batch], classes=range(10))
print(f"Accuracy: {classifier.score(x_valid, y_valid):.4f}")
