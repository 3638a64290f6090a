"""Three networks vote; the confusion matrix shown last is theirs.

slow: yes
"""

# %% include data
# %% include network
# %% include shown
# %% include build

# %%
members = []
for seed in (1, 2, 3):
    keras.utils.set_random_seed(seed)
    model = build()
    model.fit(x_train, y_train, batch_size=32, epochs=30, verbose=0)
    members.append(model)
votes = sum(model.predict(x_valid, verbose=0) for model in members).argmax(1)
print("ensemble accuracy: %.4f" % np.mean(votes == y_valid))
print(confusion_matrix(y_valid, votes))
