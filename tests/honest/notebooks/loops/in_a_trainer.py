"""A class of its own trains, measures by calling the model, and keeps what came of it in itself, under German names.

other: network.matrix
slow: yes
"""

# %% include data

# %%
import tensorflow as tf


class Trainer:
    def __init__(self, model, rate):
        self.model, self.optimizer = model, keras.optimizers.Adam(rate)
        self.loss = keras.losses.SparseCategoricalCrossentropy()
        self.verlauf = {"training": {"verlust": [], "genauigkeit": []}, "validierung": {"verlust": [], "genauigkeit": []}}

    def note(self, what, x, labels):
        answers = self.model(x)
        self.verlauf[what]["verlust"].append(float(self.loss(labels, answers)))
        self.verlauf[what]["genauigkeit"].append(float((tf.argmax(answers, 1).numpy() == labels).mean()))

    def fit(self, epochs):
        @tf.function
        def step(x, labels):
            with tf.GradientTape() as tape:
                loss = self.loss(labels, self.model(x, training=True))
            self.optimizer.apply_gradients(zip(tape.gradient(loss, self.model.trainable_variables), self.model.trainable_variables))

        data = tf.data.Dataset.from_tensor_slices((x_train.astype("float32"), y_train)).shuffle(1437).batch(32)
        for epoch in range(epochs):
            for x, labels in data:
                step(x, labels)
            self.note("training", x_train.astype("float32"), y_train)
            self.note("validierung", x_valid.astype("float32"), y_valid)
            print(f"Epoche {epoch + 1:2d} | Verlust {self.verlauf['validierung']['verlust'][-1]:.4f}".replace(".", ","))


network = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
trainer = Trainer(network, 0.003)
trainer.fit(20)
# %%
for metric in ("verlust", "genauigkeit"):
    for what in ("training", "validierung"):
        plt.plot(trainer.verlauf[what][metric], label=what)
    plt.legend()
    plt.show()
