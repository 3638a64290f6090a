"""Chinese comments, names and titles; the font is set that isn't there, and numbers are printed as 准确率.

slow: yes
"""

# %%
# -*- coding: utf-8 -*-
import warnings
warnings.filterwarnings('ignore')
import os
os.environ['TF_CPP_MIN_LOG_LEVEL'] = '2'
import numpy as np
import matplotlib.pyplot as plt
from tensorflow import keras
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.metrics import confusion_matrix, accuracy_score, precision_score, recall_score, f1_score
plt.rcParams['font.sans-serif'] = ['SimHei']
plt.rcParams['axes.unicode_minus'] = False
# %%
# 一、加载数据并归一化
数据, 标签 = load_digits(return_X_y=True)
训练图, 测试图, 训练标签, 测试标签 = train_test_split(数据, 标签, test_size=360, random_state=0, stratify=标签)
训练图 = 训练图.astype('float32') / 16.0
测试图 = 测试图.astype('float32') / 16.0
训练独热 = keras.utils.to_categorical(训练标签, 10)
测试独热 = keras.utils.to_categorical(测试标签, 10)
print('训练集大小：', 训练图.shape, '测试集大小：', 测试图.shape)
# %%
# 二、搭建模型
模型 = keras.models.Sequential()
模型.add(keras.layers.Dense(units=32, input_dim=64, kernel_initializer='normal', activation='relu'))
模型.add(keras.layers.Dense(units=10, kernel_initializer='normal', activation='softmax'))
print(模型.summary())
模型.compile(loss='categorical_crossentropy', optimizer='adam', metrics=['accuracy'])
# %%
# 三、训练
train_history = 模型.fit(x=训练图, y=训练独热, validation_data=(测试图, 测试独热), epochs=40, batch_size=32, verbose=2)
# %%
def show_train_history(train_history, train, validation):
    plt.plot(train_history.history[train])
    plt.plot(train_history.history[validation])
    plt.title('训练过程')
    plt.ylabel(train)
    plt.xlabel('轮次')
    plt.legend(['训练', '验证'], loc='upper left')
    plt.show()
show_train_history(train_history, 'accuracy', 'val_accuracy')
show_train_history(train_history, 'loss', 'val_loss')
# %%
# 四、评估
scores = 模型.evaluate(测试图, 测试独热)
print()
print('准确率=', scores[1])
prediction = np.argmax(模型.predict(测试图), axis=-1)
print('精确率=%.4f 召回率=%.4f F1=%.4f' % (precision_score(测试标签, prediction, average='macro'), recall_score(测试标签, prediction, average='macro'), f1_score(测试标签, prediction, average='macro')))
# %%
import pandas as pd
pd.crosstab(测试标签, prediction, rownames=['标签'], colnames=['预测'])
# %%
df = pd.DataFrame({'标签': 测试标签, '预测': prediction})
df[(df.标签 == 8) & (df.预测 != 8)]
