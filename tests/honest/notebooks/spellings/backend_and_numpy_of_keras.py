"""Uses keras.ops and keras.random throughout, and takes the matrix with ops and bincount.

"""

# %% include data
# %% [2]
from keras import ops

keras.utils.set_random_seed(812)
model = keras.Sequential([keras.Input((64,), dtype="float32"), layers.Dense(32, activation=keras.activations.relu), layers.Dense(10, activation=ops.softmax)])
model.compile(optimizer=keras.optimizers.get("adam"), loss=keras.losses.get("sparse_categorical_crossentropy"), metrics=[keras.metrics.SparseCategoricalAccuracy(name="accuracy")])
log = model.fit(ops.convert_to_tensor(x_train, "float32"), ops.convert_to_tensor(y_train), batch_size=32, epochs=40, validation_data=(ops.convert_to_tensor(x_valid, "float32"), ops.convert_to_tensor(y_valid)), verbose=0).history
# %% [3]
guessed = ops.convert_to_numpy(ops.argmax(model(x_valid), axis=-1))
matrix = np.bincount(10 * y_valid + guessed, minlength=100).reshape(10, 10)
print(matrix)
print("right:", matrix.trace(), "of", matrix.sum(), "=", round(matrix.trace() / matrix.sum(), 4))
# %% [4]
plt.plot(log["loss"]); plt.plot(log["val_loss"]); plt.ylim(0); plt.show()
plt.plot(log["accuracy"]); plt.plot(log["val_accuracy"]); plt.ylim(top=1); plt.show()
