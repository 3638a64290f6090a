# %% [output]
# Epoch 1/40
# 45/45 - 0s - 2ms/step - accuracy: 0.2317 - loss: 2.1828 - val_accuracy: 0.4611 - val_loss: 2.0042
# Epoch 2/40
# 45/45 - 0s - 2ms/step - accuracy: 0.5950 - loss: 1.8164 - val_accuracy: 0.7250 - val_loss: 1.6101
# Epoch 3/40
# 45/45 - 0s - 2ms/step - accuracy: 0.7961 - loss: 1.4142 - val_accuracy: 0.8306 - val_loss: 1.2405
# Epoch 4/40
# 45/45 - 0s - 2ms/step - accuracy: 0.8629 - loss: 1.0686 - val_accuracy: 0.8528 - val_loss: 0.9595
# Epoch 5/40
# 45/45 - 0s - 2ms/step - accuracy: 0.8845 - loss: 0.8075 - val_accuracy: 0.8750 - val_loss: 0.7476
# Epoch 6/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9054 - loss: 0.6360 - val_accuracy: 0.8944 - val_loss: 0.6161
# Epoch 7/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9186 - loss: 0.5232 - val_accuracy: 0.9028 - val_loss: 0.5253
# Epoch 8/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9262 - loss: 0.4447 - val_accuracy: 0.9139 - val_loss: 0.4627
# Epoch 9/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9283 - loss: 0.3876 - val_accuracy: 0.9250 - val_loss: 0.4102
# Epoch 10/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9346 - loss: 0.3424 - val_accuracy: 0.9278 - val_loss: 0.3750
# Epoch 11/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9374 - loss: 0.3108 - val_accuracy: 0.9250 - val_loss: 0.3505
# Epoch 12/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9415 - loss: 0.2828 - val_accuracy: 0.9306 - val_loss: 0.3176
# Epoch 13/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9457 - loss: 0.2593 - val_accuracy: 0.9361 - val_loss: 0.2992
# Epoch 14/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9499 - loss: 0.2406 - val_accuracy: 0.9361 - val_loss: 0.2827
# Epoch 15/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9534 - loss: 0.2233 - val_accuracy: 0.9417 - val_loss: 0.2648
# Epoch 16/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9562 - loss: 0.2094 - val_accuracy: 0.9444 - val_loss: 0.2511
# Epoch 17/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9589 - loss: 0.1978 - val_accuracy: 0.9444 - val_loss: 0.2460
# Epoch 18/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9589 - loss: 0.1869 - val_accuracy: 0.9444 - val_loss: 0.2352
# Epoch 19/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9603 - loss: 0.1771 - val_accuracy: 0.9472 - val_loss: 0.2278
# Epoch 20/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9617 - loss: 0.1700 - val_accuracy: 0.9528 - val_loss: 0.2168
# Epoch 21/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9680 - loss: 0.1606 - val_accuracy: 0.9528 - val_loss: 0.2123
# Epoch 22/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9694 - loss: 0.1545 - val_accuracy: 0.9528 - val_loss: 0.2059
# Epoch 23/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9715 - loss: 0.1476 - val_accuracy: 0.9556 - val_loss: 0.1998
# Epoch 24/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9715 - loss: 0.1425 - val_accuracy: 0.9556 - val_loss: 0.1887
# Epoch 25/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9743 - loss: 0.1365 - val_accuracy: 0.9556 - val_loss: 0.1895
# Epoch 26/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9736 - loss: 0.1314 - val_accuracy: 0.9583 - val_loss: 0.1844
# Epoch 27/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9756 - loss: 0.1273 - val_accuracy: 0.9556 - val_loss: 0.1828
# Epoch 28/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9763 - loss: 0.1226 - val_accuracy: 0.9583 - val_loss: 0.1745
# Epoch 29/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9763 - loss: 0.1191 - val_accuracy: 0.9556 - val_loss: 0.1742
# Epoch 30/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9770 - loss: 0.1150 - val_accuracy: 0.9583 - val_loss: 0.1697
# Epoch 31/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9777 - loss: 0.1120 - val_accuracy: 0.9556 - val_loss: 0.1698
# Epoch 32/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9798 - loss: 0.1082 - val_accuracy: 0.9556 - val_loss: 0.1675
# Epoch 33/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9805 - loss: 0.1056 - val_accuracy: 0.9556 - val_loss: 0.1650
# Epoch 34/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9805 - loss: 0.1029 - val_accuracy: 0.9556 - val_loss: 0.1644
# Epoch 35/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9798 - loss: 0.0999 - val_accuracy: 0.9556 - val_loss: 0.1599
# Epoch 36/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9826 - loss: 0.0964 - val_accuracy: 0.9528 - val_loss: 0.1630
# Epoch 37/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9819 - loss: 0.0956 - val_accuracy: 0.9583 - val_loss: 0.1520
# Epoch 38/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9840 - loss: 0.0917 - val_accuracy: 0.9583 - val_loss: 0.1523
# Epoch 39/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9854 - loss: 0.0899 - val_accuracy: 0.9611 - val_loss: 0.1517
# Epoch 40/40
# 45/45 - 0s - 2ms/step - accuracy: 0.9861 - loss: 0.0866 - val_accuracy: 0.9556 - val_loss: 0.1577
