"""A last model is trained on all digits and, needlessly, evaluated.

slow: yes
"""

# %% include data
# %%
classifier = MLPClassifier(hidden_layer_sizes=(32,), batch_size=32, max_iter=60)
classifier.fit(x_train, y_train)
# %% include network
# %% include shown
# %% include build

# %%
final = build()
final.fit(np.concatenate([x_train, x_valid]), np.concatenate([y_train, y_valid]), batch_size=32, epochs=40, verbose=0)
print("final:", final.evaluate(x_valid, y_valid, verbose=0))
