"""The classifier is trained pass by pass, its best copy is kept, and that copy goes on in another cell.

parts: classifier
slow: yes
"""

# %% include data

# %%
import copy

classifier = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32)
best, best_accuracy = None, 0.0
for _ in range(40):
    classifier.partial_fit(x_train, y_train, classes=np.arange(10))
    if classifier.score(x_train, y_train) > best_accuracy:
        best, best_accuracy = copy.deepcopy(classifier), classifier.score(x_train, y_train)
# %%
classifier = best
for _ in range(30):
    classifier.partial_fit(x_train, y_train)
print(f"Accuracy: {classifier.score(x_valid, y_valid):.4f}")
