"""Cross-validates with two jobs, keeps the estimators, and goes on with the best of them.

parts: classifier
slow: yes
"""

# %% include data
# %% [2]
from sklearn.model_selection import cross_validate

result = cross_validate(
    MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60, random_state=1),
    x_train, y_train, cv=5, n_jobs=2, return_estimator=True, return_train_score=True, verbose=1,
)
print(result["test_score"].round(3), result["test_score"].mean())
# %% [3]
clf = result["estimator"][np.argmax(result["test_score"])]
print("accuracy", clf.score(x_valid, y_valid))
# %% [4]
plt.plot(clf.loss_curve_)
plt.show()
print(confusion_matrix(y_valid, clf.predict(x_valid)))
