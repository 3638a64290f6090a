"""Scientific libraries as their older versions were called, in one kernel."""

import pytest

from grader.model.events import FitFinished, RecorderFault
from tests.recorder.kernels import DATA, run

CELLS = {
    "data": DATA,
    "scikit-learn": """
from sklearn.datasets import load_digits
from sklearn.datasets.base import Bunch
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.linear_model.logistic import LogisticRegression as Same
from sklearn.ensemble import RandomForestClassifier, AdaBoostClassifier, BaggingClassifier
from sklearn.ensemble.forest import RandomForestClassifier as Forest
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeClassifier
from sklearn.cluster import KMeans
from sklearn.manifold import TSNE
from sklearn.preprocessing import OneHotEncoder, Imputer
from sklearn.model_selection import GridSearchCV
from sklearn.metrics import confusion_matrix, f1_score, mean_squared_error, classification_report
from sklearn.base import clone
X, y = load_digits(return_X_y=True)
X, y = X[:200], y[:200]
model = LogisticRegression(multi_class="multinomial", solver="lbfgs", penalty="l2", max_iter=50).fit(X, y)
clone(model)
LogisticRegression(penalty="none", multi_class="auto", n_jobs=-1)
SGDClassifier(loss="log", n_iter=5).fit(X, y)
RandomForestClassifier(n_estimators=3, max_features="auto", min_impurity_split=None).fit(X, y)
AdaBoostClassifier(base_estimator=DecisionTreeClassifier(max_depth=1), n_estimators=2).fit(X, y)
KMeans(n_clusters=3, n_jobs=2, precompute_distances="auto", algorithm="auto").fit(X)
TSNE(n_components=2, n_iter=300)
OneHotEncoder(sparse=False, categories="auto").fit_transform(y.reshape(-1, 1))
GridSearchCV(KNeighborsClassifier(), {"n_neighbors": [1, 3]}, iid=False, cv=2).fit(X, y)
predicted = model.predict(X)
print(confusion_matrix(y, predicted, list(range(10))).shape, round(f1_score(y, predicted, None, 1, "macro"), 2) > 0.5)
print(mean_squared_error([0.0], [2.0], squared=False), Same is LogisticRegression, Forest is RandomForestClassifier)
print(Imputer(strategy="mean").fit_transform([[1.0], [float("nan")]]).tolist(), sorted(model.get_params())[:2])
""",
    "pandas": """
import pandas as pd
frame = pd.DataFrame({"label": [1, 2], "a": [3, 4]})
print(frame.drop("label", 1).columns.tolist(), frame.append({"label": 5, "a": 6}, ignore_index=True).shape)
print(frame.ix[0, "a"], frame.ix[:, 1:].values.tolist(), frame.as_matrix().tolist(), [name for name, _ in frame.iteritems()])
print(pd.concat([frame, frame], 1).shape, frame.sort_values("a", 0, False).a.tolist(), frame.applymap(lambda x: x + 1).sum().sum())
print(pd.Series([1.0, None]).fillna(method="ffill").tolist(), pd.Series([1]).append(pd.Series([2])).tolist(), pd.np is np)
frame.to_csv("../tables/deep/x.csv", line_terminator="\\n", index=False)
print(pd.read_csv("../tables/deep/x.csv", error_bad_lines=False, squeeze=True).shape)
""",
    "history": """
model = network()
history = model.fit(x_train, Y_train, epochs=2, verbose=0, validation_data=(x_test, Y_test))
curves = pd.DataFrame(history.history)
print(len(curves["acc"]), curves[["acc", "val_acc"]].shape, list(curves.columns))
try:
    pd.DataFrame({"a": [1]})["acc"]
except KeyError as error:
    print(error)
""",
    "plots": """
%matplotlib inline
import matplotlib.pyplot as plt, seaborn as sns
from matplotlib import cm
plt.style.use(["seaborn-darkgrid", "ggplot"])
sns.countplot(y_train)
sns.countplot(pd.Series(y_train))
sns.barplot(["a", "b"], [1, 2], palette="Blues")
sns.lineplot([1, 2], [3, 4])
sns.scatterplot("label", "a", data=frame)
sns.countplot("label", data=frame)
sns.heatmap(np.eye(3), annot=True)
sns.factorplot(x="label", y="a", data=frame)
plt.figure()
plt.grid(b=True)
plt.hist([1, 2, 2], normed=True)
plt.hold(True)
plt.axes().grid(b=True, which="major")
axes = plt.figure().gca(projection="3d")
print(type(axes).__name__, cm.get_cmap("viridis").name, cm.get_cmap("jet", 4).N)
plt.close("all")
""",
    "numbers": """
import scipy, scipy.misc
from scipy import stats, interp
from scipy.misc import imresize, imsave, imread
from scipy.integrate import simps
from scipy.ndimage.interpolation import rotate
imsave("../pictures/x.png", x_train[0].reshape(28, 28))
print(imread("../pictures/x.png").shape, imresize(x_train[0].reshape(28, 28), (14, 7)).shape, imresize(x_train[0].reshape(28, 28), 50).shape)
votes = np.array([1, 2, 2])
first = stats.mode(votes)[0][0]
print(first, stats.mode(votes).mode, np.asscalar(np.array([3])), np.bool8, np.round_(1.26, 1), float(interp(0.5, [0, 1], [0, 2])))
print(np.arange(3).ptp(), np.zeros(1, "u1").tostring(), np.math.pi > 3)
""",
    "keras 2": """
from keras.api._v2.keras import layers as by_editor
from keras._v2.keras.models import Sequential as Chain
print(by_editor.Dense is keras.layers.Dense, Chain is keras.Sequential)
metric = keras.metrics.Mean()
metric.reset_states()
chain = keras.Sequential([keras.layers.Dense(4, activation="relu", input_shape=(784,)), keras.layers.Dense(10)])
inner = keras.Model(inputs=chain.input, outputs=chain.layers[0].output)
print(inner.predict(x_test[:2], verbose=0).shape, chain.output.shape)
old = keras.Sequential([keras.Input((784,)), keras.layers.Dense(10, activation="softmax")])
old.compile(loss="categorical_crossentropy", optimizer="sgd")
old.fit(x_train, Y_train, nb_epoch=1, verbose=0, show_accuracy=True)
print(len(old.evaluate(x_test, Y_test, show_accuracy=True, verbose=0)))
from keras.utils import multi_gpu_model
print(multi_gpu_model(old, gpus=2) is old)
""",
    "drawn": """
from keras.utils import plot_model
from keras.utils.vis_utils import model_to_dot
from IPython.display import SVG, Image, display
plot_model(old, to_file="../reports/model.png", show_shapes=True)
display(Image("../reports/model.png"), SVG(model_to_dot(old).create(prog="dot", format="svg")))
keras.utils.plot_model(keras.Sequential(), "never.png")
import graphviz, pydot, os
graph = graphviz.Digraph()
graph.edge("a", "b")
graph.render("../reports/graph", view=True)
pydot.Dot().write_png("dot.png")
pydot.graph_from_dot_data("digraph { a -> b }")[0].create_png()
print(os.path.exists("../reports/model.png"), os.path.exists("never.png"), os.path.exists("dot.png"))
""",
    "python 2": """
import cPickle, sys, urllib2
from StringIO import StringIO
names = {"b": 2L, "a": 010}
for name, number in sorted(names.iteritems()):
    print name, number
print
print "sum: %d" % sum(names.values()),
print("mixed", 1)
for i in xrange(2): print i
try:
    raise ValueError, "bad"
except ValueError, error:
    print unicode(error), 1 <> 2, `3`
if names.has_key("a"):
    print >>sys.stderr, "aside"
""",
    "python 2 names": "print(raw_input('Name'), reduce(lambda a, b: a + b, range(3)), "
    "isinstance('x', basestring), isinstance(3, long))",
    "no python": "this is no python at all",
    "urllib": "import urllib\nprint(urllib.quote('a b'), urllib.urlencode({'a': 1}))",
    "installed": """
import cv2, plotly.express as px, keras_tuner, scikeras.wrappers, skimage.transform, idx2numpy, tensorflow_datasets as tfds
import nest_asyncio, tqdm, ipywidgets, imageio
nest_asyncio.apply()
%load_ext watermark
%watermark -v -p numpy,keras
print(cv2.resize(x_train[0].reshape(28, 28), (14, 14)).shape, cv2.imwrite("../cv/x.png", np.zeros((2, 2), "u1")))
px.line(x=[1], y=[2]).show()
tuner = keras_tuner.RandomSearch(lambda hp: network(), objective="val_accuracy", max_trials=1, directory="../tuned", overwrite=True)
tuner.search(x_train, Y_train, epochs=1, validation_data=(x_test, Y_test), verbose=0)
print(len(tuner.oracle.trials))
""",
    "scikeras": """
from scikeras.wrappers import KerasClassifier
wrapped = KerasClassifier(model=network, epochs=1, batch_size=20, verbose=0)
wrapped.fit(x_train, Y_train)
print(wrapped.predict(x_test).shape)
""",
}
FAILING = {"no python": "SyntaxError"}


@pytest.fixture(scope="module")
def ran(tmp_path_factory, processes):
    return run(tmp_path_factory.mktemp("libraries"), CELLS, processes=processes)


def test_only_what_is_no_python_fails(ran):
    """Everything else ran as it did in its day."""
    failed = {name: ran.run_of(name) for name in CELLS if ran.run_of(name).outcome != "ok"}

    assert {name: run.error_name for name, run in failed.items()} == FAILING, [
        (name, run.error_message, run.traceback[-900:])
        for name, run in failed.items()
        if name not in FAILING
    ]
    assert [
        event.traceback for event in ran.recording.events if isinstance(event, RecorderFault)
    ] == []


def test_arguments_of_scikit_learn(ran):
    """Dropped, renamed, by their places; a copy of the model can still be made."""
    assert ran.text("scikit-learn").splitlines() == [
        "(10, 10) True",
        "2.0 True True",
        "[[1.0], [1.0]] ['C', 'class_weight']",
    ]


def test_methods_of_pandas(ran):
    """What they gave, with the rows and columns where they were."""
    assert ran.text("pandas").splitlines() == [
        "['a'] (3, 2)",
        "3 [[3], [4]] [[1, 3], [2, 4]] ['label', 'a']",
        "(2, 4) [4, 3] 14",
        "[1.0, 1.0] [1, 2] True",
        "(2, 2)",
    ]


def test_a_table_of_a_history_answers_to_both_names(ran):
    """And no other table does."""
    assert ran.text("history").splitlines() == [
        "2 (2, 2) ['accuracy', 'loss', 'val_accuracy', 'val_loss']",
        "'acc'",
    ]


def test_plots_of_older_seaborn_and_matplotlib(ran):
    """Arguments by place and by old names."""
    assert ran.text("plots").splitlines()[-1] == "Axes3D viridis 4"


def test_numbers_of_older_numpy_and_scipy(ran):
    """Names, methods of arrays, pictures."""
    first, second, third = ran.text("numbers").splitlines()

    assert first == "(28, 28) (14, 7) (14, 14)"
    assert second == "2 2 3 <class 'numpy.bool'> 1.3 1.0"
    assert third == "2 b'\\x00' True"


def test_models_of_keras_2(ran):
    """Editors' paths, states of metrics, inputs of a chain, accuracy asked for in `fit`."""
    lines = ran.text("keras 2").splitlines()

    assert lines == ["True True", "(2, 4) (None, 10)", "2", "True"]
    assert "accuracy" in ran.events("keras 2", FitFinished)[0].history


def test_what_only_draws_never_raises(ran):
    """There is a file where one was asked for."""
    assert ran.text("drawn").splitlines()[-1] == "True True True"


def test_python_2_is_translated(ran):
    """Statements, names, methods, modules."""
    printed = ran.text("python 2").splitlines()

    assert printed == ["a 8", "b 2", "", "sum: 10 ('mixed', 1)", "0", "1", "bad True 3"]
    assert ran.text("python 2 names").splitlines()[-1].endswith("3 True True")
    assert ran.text("urllib").strip() == "a%20b a=1"


def test_packages_are_the_packages(ran):
    """What the extra installs works with the recorder in place."""
    lines = ran.text("installed").splitlines()

    assert "(14, 14) True" in lines
    assert ran.text("scikeras").splitlines()[-1] in ("(20,)", "(20, 10)")
    assert len(ran.events("scikeras", FitFinished)) == 1
