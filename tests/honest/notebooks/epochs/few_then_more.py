"""First a try with 3 epochs, then 40 with a fresh model; both logs were saved.

other: network.curves, network.matrix
runs: classifier Adam 3, network Adam 40
slow: yes
"""

# %% include data
# %% [4]
def build():
    model = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return model

model = build()
model.fit(x_train, y_train, batch_size=32, epochs=3, validation_data=(x_valid, y_valid), verbose=2)
# %% [output]
# Epoch 1/3
# 45/45 - 1s - 15ms/step - accuracy: 0.3946 - loss: 1.9391 - val_accuracy: 0.6583 - val_loss: 1.5441
# Epoch 2/3
# 45/45 - 0s - 2ms/step - accuracy: 0.7634 - loss: 1.2192 - val_accuracy: 0.8250 - val_loss: 0.9464
# Epoch 3/3
# 45/45 - 0s - 2ms/step - accuracy: 0.8581 - loss: 0.7737 - val_accuracy: 0.8778 - val_loss: 0.6342
# %% [5]
model = build()
history = model.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
# %% [6]
print(model.evaluate(x_valid, y_valid, verbose=0))
# %% [output]
# [0.11283, 0.96944]
