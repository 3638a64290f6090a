"""The classifier stops early on rows that it keeps back, and takes the best weights.

parts: classifier, network
other: network.curves, network.matrix
"""

# %% include data

# %%
classifier = MLPClassifier(
    hidden_layer_sizes=(32,), batch_size=32, max_iter=200, early_stopping=True, n_iter_no_change=20
)
classifier.fit(x_train, y_train)
print(f"{classifier.n_iter_} passes, accuracy {classifier.score(x_valid, y_valid):.4f}")
# %% include network
