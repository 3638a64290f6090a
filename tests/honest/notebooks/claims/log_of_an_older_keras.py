"""The outputs were saved with an older Keras: bars of equal signs, acc and val_acc, other digits than here.

"""

# %% include data
# %% [2]
from keras.models import Sequential
from keras.layers import Dense
model = Sequential()
model.add(Dense(32, activation='relu', input_dim=64))
model.add(Dense(10, activation='softmax'))
model.compile(loss='sparse_categorical_crossentropy', optimizer='adam', metrics=['acc'])
# %% [3]
hist = model.fit(x_train, y_train, batch_size=32, epochs=40, validation_data=(x_valid, y_valid))
# %% [output]
# Train on 1437 samples, validate on 360 samples
# Epoch 1/40
# 1437/1437 [==============================] - 0s 156us/sample - loss: 2.1730 - acc: 0.2317 - val_loss: 1.9783 - val_acc: 0.4639
# Epoch 2/40
# 1437/1437 [==============================] - 0s 61us/sample - loss: 1.7752 - acc: 0.6158 - val_loss: 1.5492 - val_acc: 0.7472
# Epoch 39/40
# 1437/1437 [==============================] - 0s 58us/sample - loss: 0.0863 - acc: 0.9868 - val_loss: 0.1436 - val_acc: 0.9583
# Epoch 40/40
# 1437/1437 [==============================] - 0s 59us/sample - loss: 0.0849 - acc: 0.9861 - val_loss: 0.1421 - val_acc: 0.9611
# %% [4]
print(hist.history.keys())
plt.plot(hist.history['acc']); plt.plot(hist.history['val_acc']); plt.legend(['train', 'test'], loc='upper left'); plt.show()
plt.plot(hist.history['loss']); plt.plot(hist.history['val_loss']); plt.legend(['train', 'test'], loc='upper left'); plt.show()
# %% [output]
# dict_keys(['loss', 'acc', 'val_loss', 'val_acc'])
# %% [5]
score = model.evaluate(x_valid, y_valid, verbose=0)
print('Test score:', score[0])
print('Test accuracy:', score[1])
print(confusion_matrix(y_valid, model.predict_classes(x_valid)))
# %% [output]
# Test score: 0.14213
# Test accuracy: 0.96111
