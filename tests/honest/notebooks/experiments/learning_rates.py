"""The same network with three learning rates, the last of them far too high.

slow: yes
"""

# %% include data
# %% include network
# %% include shown
# %% include build

# %%
for rate in (0.1, 0.01, 1.0):
    model = build(rate=rate)
    model.fit(x_train, y_train, batch_size=32, epochs=10, validation_data=(x_valid, y_valid), verbose=0)
    print(rate, model.evaluate(x_valid, y_valid, verbose=0))
