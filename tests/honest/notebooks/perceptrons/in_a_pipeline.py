"""The pixels are standardised in a pipeline in front of the classifier.

parts: classifier
slow: yes
"""

# %% include data

# %%
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

classifier = make_pipeline(
    StandardScaler(), MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60)
)
classifier.fit(x_train, y_train)
print(f"Accuracy: {classifier.score(x_valid, y_valid):.4f}")
