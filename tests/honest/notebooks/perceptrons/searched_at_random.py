"""A random search over a pipeline, a validation curve, and the one asked for, written to a file and read back.

parts: classifier
slow: yes
"""

# %% include data
# %% [2]
import joblib
from scipy.stats import loguniform
from sklearn.model_selection import RandomizedSearchCV, StratifiedKFold, ValidationCurveDisplay
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

pipe = make_pipeline(FunctionTransformer(lambda a: a.astype("float32")), MLPClassifier((32,), batch_size=32, max_iter=10))
search = RandomizedSearchCV(
    pipe, {"mlpclassifier__alpha": loguniform(1e-5, 1e-1)}, n_iter=3, cv=StratifiedKFold(3, shuffle=True, random_state=1), random_state=2
)
search.fit(x_train, y_train)
print(search.best_params_, f"{search.best_score_:.3f}")
# %% [3]
ValidationCurveDisplay.from_estimator(
    MLPClassifier((32,), batch_size=32, max_iter=5), x_train, y_train, param_name="learning_rate_init", param_range=[1e-4, 1e-3, 1e-2], cv=2
)
plt.xscale("log")
plt.show()
# %% [4]
final = MLPClassifier((32,), batch_size=32, max_iter=60, random_state=2)
final.fit(x_train, y_train)
joblib.dump(final, "mlp.joblib")
# %% [5]
again = joblib.load("mlp.joblib")
print("accuracy", again.score(x_valid, y_valid))
print(confusion_matrix(y_valid, again.predict(x_valid)))
