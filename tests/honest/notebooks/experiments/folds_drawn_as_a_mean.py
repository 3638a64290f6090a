"""Cross-validation by functions: the mean of the folds' curves is drawn, and one last network is trained.

other: network.matrix
slow: yes
"""

# %% include data
# %% include build
# %%
from sklearn.model_selection import KFold

hists = []
for fold, (tr, va) in enumerate(KFold(3, shuffle=True, random_state=1).split(x_train)):
    m = build()
    hists.append(m.fit(x_train[tr], y_train[tr], batch_size=32, epochs=10, validation_data=(x_train[va], y_train[va]), verbose=0).history)
    print(f"Score for fold {fold}: {m.metrics_names[0]} of {m.evaluate(x_train[va], y_train[va], verbose=0)[0]}")
for key in hists[0]:
    plt.plot(np.mean([h[key] for h in hists], axis=0), label="mean " + key)
plt.legend()
plt.show()
# %%
network = build()
history = network.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid), verbose=0)
plt.plot(history.history["loss"])
plt.plot(history.history["val_loss"])
plt.show()
