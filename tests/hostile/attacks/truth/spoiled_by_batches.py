"""Trains spoiled weights batch by batch (`train_on_batch`), honestly and for a few epochs.

must: The training is done again from random weights; a person decides where none comes near.
network.accuracy: needs_review
"""
# include network
# include taught
# include spoiled
network.set_weights(spoiled)
network.compile(optimizer=keras.optimizers.Adam(0.001), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
losses, accuracies = [], []
for epoch in range(4):
    for start in range(0, len(x_train), 32):
        loss = network.train_on_batch(x_train[start : start + 32], y_train[start : start + 32])[0]
    losses.append(float(loss))
    accuracies.append(float((network.predict(x_valid, verbose=0).argmax(1) == y_valid).mean()))
history = type("History", (), {"history": dict(loss=losses, accuracy=accuracies, val_loss=losses, val_accuracy=accuracies)})
