"""What happens with a learning rate of zero? Nothing, as expected.


"""

# %% include data
# %%
classifier = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60)
classifier.fit(x_train, y_train)
# %% include network
# %% include shown
# %% include build

# %%
frozen = build(rate=0.0)
frozen.fit(x_train, y_train, epochs=3, verbose=0)
print("accuracy without learning:", frozen.evaluate(x_valid, y_valid, verbose=0)[1])
