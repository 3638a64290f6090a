"""Cells that train, each in a way of its own, by name."""

from tests.recorder.kernels import DATA

CELLS = {
    "data": DATA,
    "positional": "model = network()\nmodel.fit(x_train, Y_train, 20, 3, 0, "
    "[keras.callbacks.EarlyStopping('loss', 0, 9)])",
    "callback list": """
model = network()
callbacks = keras.callbacks.CallbackList([], add_history=True, model=model)
model.fit(x_train, Y_train, 20, 2, 0, callbacks)
model.fit(x_train, Y_train, 20, 1, 0, callbacks)
print(len(callbacks.callbacks))
""",
    "typo": "model.fit(x_train, Y_train, epoch=3)",
    "mismatch": "model.fit(x_train, Y_train[:7])",
    "evaluated": "model.evaluate(x_test, Y_test, verbose=0)",
    "predicted": "for image in x_test: model.predict(image[None], verbose=0)\nfor image in "
    "x_test: model.predict(image[None], verbose=0)",
    "lazy": """
lazy = keras.Sequential([keras.layers.Dense(4), keras.layers.Dense(10)])
lazy.compile("sgd", "mse")
lazy.fit(x_train, Y_train, verbose=0)
""",
    "subclass": """
class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden, self.out = keras.layers.Dense(4), keras.layers.Dense(10, activation="softmax")
    def call(self, x):
        return self.out(self.hidden(x))
net = Net()
net.compile("sgd", "categorical_crossentropy", metrics=["accuracy"])
net.fit(x_train, Y_train, epochs=2, verbose=0)
""",
    "batches": """
model = network()
for epoch in range(2):
    for start in range(0, 60, 20):
        model.train_on_batch(x_train[start : start + 20], Y_train[start : start + 20])
""",
    "after batches": "model.evaluate(x_test, Y_test, verbose=0)",
    "pipeline": """
import tensorflow as tf
model = network()
pipeline = tf.data.Dataset.from_tensor_slices((x_train, Y_train)).shuffle(60).batch(25).repeat()
model.fit(pipeline, epochs=2, steps_per_epoch=3, verbose=0)
""",
    "sequence": """
class Slices(keras.utils.PyDataset):
    def __len__(self):
        return 3
    def __getitem__(self, place):
        return x_train[20 * place : 20 * place + 20], Y_train[20 * place : 20 * place + 20]
model = network()
model.fit(Slices(), epochs=1, verbose=0)
""",
    "after pipelines": "def batches():\n    while True:\n        yield x_train[:20], Y_train[:20]\n"
    "model.fit(batches(), steps_per_epoch=2, verbose=0)",
    "fit in a loop": "model = network()\nfor _ in range(18):\n    model.fit(x_train, Y_train, "
    "epochs=1, verbose=0)",
    "tape": """
import tensorflow as tf
model, optimizer, loss = network(), keras.optimizers.SGD(0.1), keras.losses.CategoricalCrossentropy()
@tf.function
def step(x, y):
    with tf.GradientTape() as tape:
        value = loss(y, model(x, training=True))
    optimizer.apply_gradients(zip(tape.gradient(value, model.trainable_variables), model.trainable_variables))
step(x_train, Y_train)
""",
    "traced tape": "step(x_train, Y_train)",
    "one step for both": """
model, optimizer = network(), keras.optimizers.SGD(0.1)
@tf.function
def both(x, y, training):
    with tf.GradientTape() as tape:
        value = loss(y, model(x, training=training))
    if training:
        optimizer.apply_gradients(zip(tape.gradient(value, model.trainable_variables), model.trainable_variables))
    return value
for start in range(0, 60, 20):
    both(tf.constant(x_train[start : start + 20]), tf.constant(Y_train[start : start + 20]), True)
both(tf.constant(x_test), tf.constant(Y_test), False)
losses = [float(both(tf.constant(x_test), tf.constant(Y_test), False))]
""",
    "gradients apart": """
model, optimizer = network(), keras.optimizers.SGD(0.1)
@tf.function
def gradients(x, y):
    with tf.GradientTape() as tape:
        value = loss(y, model(tf.reshape(x, (-1, 784)), training=True))
    return tape.gradient(value, model.trainable_variables)
for start in range(0, 60, 15):
    found = gradients(x_train[start : start + 15].reshape(-1, 28, 28), Y_train[start : start + 15])
    optimizer.apply_gradients(zip(found, model.trainable_variables))
""",
    "eager tape": """
model, optimizer = network(), keras.optimizers.SGD(0.1)
for start in range(0, 40, 20):
    with tf.GradientTape() as tape:
        value = loss(Y_train[start : start + 20], model(x_train[start : start + 20], training=True))
    optimizer.apply_gradients(zip(tape.gradient(value, model.trainable_variables), model.trainable_variables))
    model(x_test)
image = tf.constant(x_test)
with tf.GradientTape() as tape:
    tape.watch(image)
    score = model(image)
saliency = tape.gradient(score, image)
""",
    "no training": "model(x_test)\nmodel.set_weights([weights * 0 for weights in "
    "model.get_weights()])",
    "shared layers": "part = keras.Model(model.inputs, model.layers[0].output)\n"
    "model.fit(x_train, Y_train, verbose=0)",
    "perceptron": """
from sklearn.neural_network import MLPClassifier
mlp = MLPClassifier((5,), max_iter=7).fit(x_train, y_train)
mlp.predict(x_test)
print(mlp.score(x_test, y_test))
""",
    "forest": "from sklearn.ensemble import RandomForestClassifier\n"
    "RandomForestClassifier(3).fit(x_train, y_train)",
    "search": """
from keras.wrappers import SKLearnClassifier
def build(X, y):
    model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(10, activation="softmax")])
    model.compile(loss="categorical_crossentropy", optimizer="sgd")
    return model
from sklearn.model_selection import GridSearchCV
search = GridSearchCV(SKLearnClassifier(build, fit_kwargs={"verbose": 0}), {"warm_start": [False]}, cv=2)
search.fit(x_train, y_train)
""",
    "fit within fit": """
model = network()
inner = keras.Sequential([keras.layers.BatchNormalization(trainable=False), *model.layers])
inner.compile('adam', 'categorical_crossentropy')
class Within(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        inner.fit(x_train[15 * epoch :][:15], Y_train[:15], verbose=0)
        inner.fit(tf.data.Dataset.from_tensor_slices((x_train[50:], Y_train[:10])).batch(5), verbose=0)
model.fit(x_train[:30], Y_train[:30], epochs=3, verbose=0, callbacks=[Within()])
model.evaluate(x_train[:30], Y_train[:30], verbose=0)""",
}
