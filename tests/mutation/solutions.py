"""Small solutions as text, and the trainings that they are said to hold."""

from types import SimpleNamespace

from grader.model.assignment import LayerSpec, RoleSpec
from grader.mutation.draft import DraftCell, NotebookDraft
from grader.mutation.trainings import Training, trainings_of

IMPORTS = """\
import keras
from keras import layers
from sklearn.metrics import confusion_matrix
"""
PREPARED = """\
# Größe der Bilder: 28 × 28
x_train = images.reshape(-1, 784).astype("float32") / 255
x_valid = others.reshape(-1, 784).astype("float32") / 255
"""
BUILT = """\
model = keras.Sequential(
    [
        layers.Input(shape=(784,)),
        layers.Dense(64, activation="sigmoid"),  # hidden
        layers.Dropout(0.5),
        layers.Dense(10, activation="softmax"),
    ]
)
model.summary()
"""
TRAINED = """\
model.compile(optimizer="sgd", loss="mean_squared_error", metrics=["accuracy"])
fitted = model.fit(x_train, t_train, epochs=500, batch_size=128, validation_data=(x_valid, t_valid))
"""
SHOWN = """\
plt.plot(fitted.history["loss"])
plt.plot(fitted.history["val_loss"])
"""
MEASURED = """\
loss, accuracy = model.evaluate(x_valid, t_valid)
print(f"validation accuracy {accuracy:.4f}")
predicted = model.predict(x_valid).argmax(axis=1)
print(confusion_matrix(y_valid, predicted))
"""
CODE = (IMPORTS, PREPARED, BUILT, TRAINED, SHOWN, MEASURED)
ROLE = RoleSpec(
    title="Dense network",
    layers=(LayerSpec("Dense", 64, "sigmoid"), LayerSpec("Dense", 10, "softmax")),
    parameters=50890,
    optimizer="SGD",
    loss="mean_squared_error",
    epochs=500,
    batch_size=128,
)


def draft(*code: str) -> NotebookDraft:
    """A notebook of these code cells."""
    return NotebookDraft(
        tuple(DraftCell("code", one, f"c{n}") for n, one in enumerate(code or CODE))
    )


def training(*code: str, cell: int = 3) -> Training:
    """The training in a cell of such a notebook."""
    found, missing = trainings_of(
        draft(*code), [SimpleNamespace(role="network", cell=cell)], {"network": ROLE}
    )
    assert not missing, missing
    return found["network"]


def text(changed: NotebookDraft) -> str:
    """All code of a notebook."""
    return "\n".join(cell.text for cell in changed.cells)
