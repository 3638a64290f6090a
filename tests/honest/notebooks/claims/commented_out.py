"""The training of a larger network is commented out to save time; its log is still there.

other: network.curves, network.matrix
slow: yes
"""

# %% include data
# %% include network

# %% [8]
# big = build(512)
# big.fit(x_train, y_train, epochs=100, validation_data=(x_valid, y_valid))
# print("accuracy", big.evaluate(x_valid, y_valid)[1])
# %% [output]
# Epoch 1/2
# 45/45 - 1s - 15ms/step - accuracy: 0.8946 - loss: 0.9391 - val_accuracy: 0.9583 - val_loss: 0.5441
# Epoch 2/2
# 45/45 - 0s - 2ms/step - accuracy: 0.9634 - loss: 0.2192 - val_accuracy: 0.9750 - val_loss: 0.0964
# accuracy 0.9750
