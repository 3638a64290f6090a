"""The classifier goes on where it was, cell by cell (`warm_start`), with a smaller rate at last.

parts: classifier
slow: yes
"""

# %% include data

# %%
import warnings

warnings.filterwarnings("ignore")
classifier = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=40, warm_start=True)
classifier.fit(x_train, y_train)
print(classifier.score(x_valid, y_valid))
# %%
classifier.set_params(max_iter=20, learning_rate_init=1e-4)
classifier.fit(x_train, y_train)
print(f"Accuracy: {classifier.score(x_valid, y_valid):.4f}")
