"""Translated from MATLAB: pylab, upper-case matrices, examples counted from one, `figure`, `subplot`, `imagesc` by `imshow`.

slow: yes
"""

# %%
# close all; clear all; clc;
from numpy import *
from matplotlib.pyplot import *
import keras, sklearn.datasets, sklearn.model_selection
rcParams["figure.figsize"] = [6.4, 3]
D = sklearn.datasets.load_digits()
X = D.images; T = D.target;
[XTrain, XTest, YTrain, YTest] = sklearn.model_selection.train_test_split(X, T, test_size=360, random_state=0, stratify=T)
XTrain = XTrain / 16; XTest = XTest / 16;
numTrain = size(XTrain, 0); numTest = size(XTest, 0);
# %%
figure(1)
for k in range(1, 11):
    subplot(2, 5, k); imshow(XTrain[k - 1, :, :], cmap='gray'); title(str(YTrain[k - 1])); axis('off')
show()
# %%
layers_ = [keras.layers.Flatten(input_shape=(8, 8)), keras.layers.Dense(32, activation='relu'), keras.layers.Dense(10, activation='softmax')]
net = keras.Sequential(layers_)
options = dict(epochs=40, batch_size=32, verbose=0)
net.compile(optimizer='adam', loss='sparse_categorical_crossentropy', metrics=['accuracy'])
info = net.fit(XTrain, YTrain, validation_data=(XTest, YTest), **options)
# %%
figure(2); hold = True
subplot(1, 2, 1); plot(arange(1, 41), 100 * array(info.history['accuracy']), 'b-', arange(1, 41), 100 * array(info.history['val_accuracy']), 'k--'); xlabel('Epoch'); ylabel('Accuracy (%)'); ylim([0, 100]); legend(['Training', 'Validation'])
subplot(1, 2, 2); plot(arange(1, 41), info.history['loss'], 'r-', arange(1, 41), info.history['val_loss'], 'k--'); xlabel('Epoch'); ylabel('Loss')
show()
# %%
YPred = argmax(net.predict(XTest, verbose=0), axis=1)
accuracy = sum(YPred == YTest) / size(YTest)
print('accuracy =\n\n    %.4f\n' % accuracy)
CM = zeros((10, 10))
for i in range(1, numTest + 1):
    CM[YTest[i - 1], YPred[i - 1]] = CM[YTest[i - 1], YPred[i - 1]] + 1
figure(3); imshow(CM, cmap='jet', aspect='auto'); colorbar(); xticks(range(10)); yticks(range(10)); xlabel('Predicted Class'); ylabel('True Class')
for i in range(1, 11):
    for j in range(1, 11):
        text(j - 1, i - 1, '%d' % CM[i - 1, j - 1], horizontalalignment='center', color='w')
show()
