"""Five scores by cross-validation and a curve over sizes come first, then the classifier as asked.

parts: classifier
slow: yes
"""

# %% include data
# %% [2]
from sklearn.model_selection import cross_val_score, learning_curve

scores = cross_val_score(MLPClassifier((32,), batch_size=32, max_iter=15), X / 16, y, cv=5)
print("Accuracy: %0.2f (+/- %0.2f)" % (scores.mean(), scores.std() * 2))
# %% [output]
# Accuracy: 0.91 (+/- 0.06)
# %% [3]
clf = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60).fit(x_train, y_train)
print("Train score:", clf.score(x_train, y_train))
print("Test score:", clf.score(x_valid, y_valid))
# %% [output]
# Train score: 1.0
# Test score: 0.975
# %% [4]
plt.plot(clf.loss_curve_)
plt.xlabel("iteration")
plt.ylabel("loss")
plt.show()
