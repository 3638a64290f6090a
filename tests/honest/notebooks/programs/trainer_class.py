"""Everything is in a class with type hints, a dataclass of settings, logging and a main function."""

# %%
from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Optional

import matplotlib.pyplot as plt
import numpy as np
import tensorflow as tf
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split

logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
log = logging.getLogger("digits")


@dataclass
class Config:
    hidden: int = 32
    epochs: int = 40
    batch_size: int = 32
    seed: int = 0
    metrics: list[str] = field(default_factory=lambda: ["accuracy"])


class DigitClassifier:
    def __init__(self, config: Config) -> None:
        self.config = config
        self.model: Optional[tf.keras.Model] = None
        self.history: Optional[tf.keras.callbacks.History] = None

    def load(self) -> "DigitClassifier":
        X, y = load_digits(return_X_y=True)
        split = train_test_split(X / 16, y, test_size=360, random_state=self.config.seed, stratify=y)
        self.x_train, self.x_valid, self.y_train, self.y_valid = split
        log.info("%d rows to train on", len(self.x_train))
        return self

    def build(self) -> "DigitClassifier":
        inputs = tf.keras.Input((64,), name="pixels")
        hidden = tf.keras.layers.Dense(self.config.hidden, activation="relu")(inputs)
        outputs = tf.keras.layers.Dense(10, activation="softmax")(hidden)
        self.model = tf.keras.Model(inputs, outputs, name="digit_classifier")
        self.model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=self.config.metrics)
        return self

    def train(self) -> "DigitClassifier":
        assert self.model is not None
        self.history = self.model.fit(
            self.x_train,
            self.y_train,
            epochs=self.config.epochs,
            batch_size=self.config.batch_size,
            validation_data=(self.x_valid, self.y_valid),
            verbose=0,
        )
        log.info("trained: %s", {k: round(v[-1], 4) for k, v in self.history.history.items()})
        return self

    def plot(self) -> None:
        for key in ("loss", "accuracy"):
            fig, ax = plt.subplots()
            ax.plot(self.history.epoch, self.history.history[key])
            ax.plot(self.history.epoch, self.history.history["val_" + key])
            ax.set_title(key)
            fig.show()

    @property
    def matrix(self) -> np.ndarray:
        return confusion_matrix(self.y_valid, np.argmax(self.model(self.x_valid), axis=1))


def main() -> None:
    classifier = DigitClassifier(Config()).load().build().train()
    classifier.plot()
    print(classifier.matrix)


if __name__ == "__main__":
    main()
