"""A search with all cores, then predictions by cross-validation with two jobs for a first confusion matrix.

parts: classifier
slow: yes
"""

# %% include data
# %% [2]
from sklearn.model_selection import GridSearchCV, cross_val_predict

search = GridSearchCV(
    MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60, random_state=1),
    {"learning_rate_init": [0.001, 0.002]}, cv=2, n_jobs=2, verbose=2,
)
search.fit(x_train, y_train)
best = search.best_estimator_
print(search.best_params_, f"accuracy {best.score(x_valid, y_valid):.4f}")
# %% [3]
guessed = cross_val_predict(MLPClassifier((32,), batch_size=32, max_iter=10), x_train, y_train, cv=3, n_jobs=2)
print(confusion_matrix(y_train, guessed))
# %% [4]
plt.plot(best.loss_curve_)
plt.show()
print(confusion_matrix(y_valid, search.predict(x_valid)))
