"""Every tenth epoch the first layer's weights are drawn; beside it Keras' own callback lowers the rate.

other: network.curves, network.matrix
runs: network Adam 40
slow: yes
"""

# %% include data
# %% include build

# %%
class Pictures(keras.callbacks.Callback):
    def on_train_begin(self, logs=None):
        self.lengths, self.rates = [], []

    def on_epoch_end(self, epoch, logs=None):
        kernel, bias = self.model.layers[0].get_weights()
        self.lengths.append(np.linalg.norm(kernel))
        self.rates.append(float(self.model.optimizer.learning_rate.numpy()))
        if epoch % 10 == 9:
            plt.imshow(kernel[:, 0].reshape(8, 8))
            plt.title(f"after {epoch + 1} epochs")
            plt.show()

pictures = Pictures()
slower = keras.callbacks.ReduceLROnPlateau(monitor="loss", factor=0.9, patience=2, min_delta=0.01)
network = build(rate=0.002)
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0, callbacks=[slower, pictures])
# %%
assert pictures.lengths[0] < pictures.lengths[9] < pictures.lengths[-1]
assert abs(pictures.lengths[-1] - np.linalg.norm(network.layers[0].get_weights()[0])) < 1e-6
assert pictures.rates[-1] <= pictures.rates[0] and min(history.history["learning_rate"]) > 0
print(network.evaluate(x_valid, y_valid, verbose=0))
