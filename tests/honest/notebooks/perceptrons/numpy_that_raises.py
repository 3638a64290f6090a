"""The notebook wants to hear of numbers that overflow, and counts NumPy's square roots elsewhere.

parts: classifier
slow: yes
"""

# %% include data

# %%
np.seterr(over="raise", under="warn")
deviation = np.sqrt(((x_train - x_train.mean(axis=0)) ** 2).mean(axis=0))
print(deviation.round(2))
# %%
classifier = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60, beta_1=0.8, alpha=0.001)
classifier.fit(x_train.astype("float32"), y_train)
print(f"Accuracy: {classifier.score(x_valid.astype('float32'), y_valid):.4f}")
