"""A callback computes the F1 score after every epoch and adds it to the history; the model is measured as it was then.

other: network.curves, network.matrix, network.accuracy
runs: network Adam 12
"""

# %% include data
# %% include build

# %%
from sklearn.metrics import f1_score

class Score(keras.callbacks.Callback):
    def __init__(self, data):
        super().__init__()
        self.inputs, self.truth = data
        self.scores = []

    def on_epoch_end(self, epoch, logs=None):
        found = np.argmax(self.model.predict(self.inputs, verbose=0), axis=1)
        self.scores.append(f1_score(self.truth, found, average="macro"))
        logs["val_f1"] = self.scores[-1]

score = Score((x_valid, y_valid))
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=12, validation_data=(x_valid, y_valid), verbose=0, callbacks=[score])
# %%
assert history.history["val_f1"] == score.scores and len(score.scores) == 12
print("best F1: %.3f" % max(score.scores))
predicted = network.predict(x_valid, verbose=0).argmax(1)
assert abs(f1_score(y_valid, predicted, average="macro") - score.scores[-1]) < 1e-9
plt.plot(score.scores)
plt.show()
