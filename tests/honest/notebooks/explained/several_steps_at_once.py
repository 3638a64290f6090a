"""Compiles with several steps per execution and without XLA; a small run goes eagerly before, to look inside.

runs: classifier Adam 2, network Adam 40
"""

# %% include data
# %% [2]
def new(**settings):
    m = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
    m.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"], **settings)
    return m

slow = new(run_eagerly=True)
slow.fit(x_train[:320], y_train[:320], batch_size=32, epochs=2, verbose=2)
# %% [3]
model = new(steps_per_execution=5, jit_compile=False)
h = model.fit(x_train, y_train, batch_size=32, epochs=40, shuffle=True, validation_data=(x_valid, y_valid), validation_batch_size=360, verbose=0)
# %% [4]
fig, ax = plt.subplots(2)
ax[0].plot(h.history["loss"]); ax[0].plot(h.history["val_loss"])
ax[1].plot(h.history["accuracy"]); ax[1].plot(h.history["val_accuracy"])
plt.show()
print(confusion_matrix(y_valid, model.predict(x_valid, batch_size=1, verbose=0).argmax(1)))
