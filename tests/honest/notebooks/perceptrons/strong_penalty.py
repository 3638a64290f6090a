"""The classifier is trained with a strong penalty on its weights, in the batches of 200 that scikit-learn takes.

parts: classifier
slow: yes
"""

# %% include data

# %%
classifier = MLPClassifier(hidden_layer_sizes=(32,), alpha=0.1, max_iter=150)
classifier.fit(x_train, y_train)
print(f"Accuracy: {classifier.score(x_valid, y_valid):.4f}")
