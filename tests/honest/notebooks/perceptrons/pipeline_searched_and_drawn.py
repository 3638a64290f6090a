"""A pipeline with a scaler is searched over penalties; the matrix is drawn from the estimator, and the loss of its best.

parts: classifier
slow: yes
"""

# %% include data
# %%
import pandas as pd
from sklearn.metrics import ConfusionMatrixDisplay
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

pipe = Pipeline([("scaler", StandardScaler()), ("mlp", MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60, random_state=42))])
grid = GridSearchCV(pipe, {"mlp__alpha": [1e-4, 1e-2]}, cv=3, n_jobs=1, verbose=1, return_train_score=True)
grid.fit(x_train, y_train)
print("Best parameters:", grid.best_params_)
print("Best cross-validation score: {:.3f}".format(grid.best_score_))
print("Test score: {:.3f}".format(grid.score(x_valid, y_valid)))
pd.DataFrame(grid.cv_results_)[["param_mlp__alpha", "mean_test_score", "std_test_score", "mean_train_score"]]
# %%
best = grid.best_estimator_.named_steps["mlp"]
plt.plot(best.loss_curve_)
plt.title("Loss of the best one")
plt.show()
ConfusionMatrixDisplay.from_estimator(grid.best_estimator_, x_valid, y_valid)
plt.show()
