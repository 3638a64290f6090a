"""The network is evaluated on the first 32 digits, on one batch, digit by digit, on the training rows and on digits that are upside down.

slow: yes
"""

# %% include data
# %% include network
# %% include shown
# %%
network.evaluate(x_valid[:32], y_valid[:32])
# %% [output]
# 1/1 ━━━━━━━━━━━━━━━━━━━━ 0s 329ms/step - accuracy: 1.0000 - loss: 0.0315
# %%
print("Evaluate on test data")
results = network.evaluate(x_valid, y_valid, batch_size=128)
print("test loss, test acc:", results)
# %% [output]
# Evaluate on test data
# 3/3 ━━━━━━━━━━━━━━━━━━━━ 0s 71us/step - accuracy: 0.9694 - loss: 0.1344
# test loss, test acc: [0.1344340741634369, 0.9694444537162781]
# %%
loss, acc = network.evaluate(x_valid[:100], y_valid[:100], verbose=0)
print("accuracy on the first 100 digits:", acc)
for d in range(10):
    loss, acc = network.evaluate(x_valid[y_valid == d], y_valid[y_valid == d], verbose=0)
    print(f"digit {d}: {acc:.1%}")
# %% [output]
# accuracy on the first 100 digits: 0.9900000095367432
# digit 0: 100.0%
# digit 1: 97.2%
# digit 2: 97.1%
# digit 3: 97.3%
# digit 4: 94.4%
# digit 5: 100.0%
# digit 6: 97.2%
# digit 7: 100.0%
# digit 8: 88.6%
# digit 9: 97.2%
# %%
loss, acc = network.evaluate(x_train, y_train)
print("Accuracy: {:.2f}".format(acc))
# %% [output]
# 45/45 ━━━━━━━━━━━━━━━━━━━━ 0s 211us/step - accuracy: 0.9861 - loss: 0.0795
# Accuracy: 0.99
# %%
loss, acc = network.evaluate(x_valid[:, ::-1], y_valid, verbose=0)
print("upside down accuracy =", acc)
hits = np.sum(network.predict(x_valid, verbose=0).argmax(1) == y_valid)
print(f"{hits} of {len(y_valid)} are right, i.e. an error of {100 * (1 - hits / len(y_valid)):.2f} %")
rounded = round(hits / len(y_valid))
print("accuracy, rounded:", rounded)
# %% [output]
# upside down accuracy = 0.3861111104488373
# 349 of 360 are right, i.e. an error of 3.06 %
# accuracy, rounded: 1
