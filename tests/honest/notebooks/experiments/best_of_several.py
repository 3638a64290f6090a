"""Trains the network with three seeds in a loop and goes on with the best one, whichever it was.

slow: yes
"""

# %% include data
# %% include build

# %%
best = None
for seed in (1, 2, 3):
    keras.utils.set_random_seed(seed)
    model = build()
    log = model.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
    accuracy = log.history["val_accuracy"][-1]
    print(f"seed {seed}: {accuracy:.4f}")
    if best is None or accuracy > best[0]:
        best = accuracy, model, log
_, network, history = best
# %% include shown
