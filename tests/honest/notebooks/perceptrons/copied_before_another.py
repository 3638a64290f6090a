"""A small classifier is tried, copied and saved with joblib, and then the one that was asked for is trained.

parts: classifier
"""

# %% include data

# %%
import copy

import joblib

tried = MLPClassifier(hidden_layer_sizes=(8,), max_iter=5)
tried.fit(x_train, y_train)
backup = copy.deepcopy(tried)
joblib.dump(tried, "tried.joblib")

# %%
classifier = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60)
classifier.fit(x_train, y_train)
print(f"MLPClassifier, validation accuracy: {classifier.score(x_valid, y_valid):.4f}")
