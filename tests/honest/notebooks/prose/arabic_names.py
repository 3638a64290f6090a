"""Arabic comments, prints and titles; digits counted in Arabic-Indic numerals on the axes.

slow: yes
"""

# %% include data
# %% [markdown]
# # التعرّف على الأرقام المكتوبة باليد
# الهدف: تدريب شبكة عصبية صغيرة ثم تقييمها.
# %%
أرقام = "٠١٢٣٤٥٦٧٨٩"


def بناء_النموذج():
    نموذج = keras.Sequential([layers.Input((64,)), layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")])
    نموذج.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return نموذج


نموذج = بناء_النموذج()
سجل = نموذج.fit(x_train, y_train, validation_data=(x_valid, y_valid), epochs=40, batch_size=32, verbose=0)
# %%
# رسم منحنيات التعلّم
fig, محاور = plt.subplots(2, 1, figsize=(6, 6), sharex=True)
محاور[0].plot(سجل.history["loss"], label="تدريب")
محاور[0].plot(سجل.history["val_loss"], label="تحقق")
محاور[0].set_title("الخسارة")
محاور[1].plot(سجل.history["accuracy"], label="تدريب")
محاور[1].plot(سجل.history["val_accuracy"], label="تحقق")
محاور[1].set_title("الدقة")
for م in محاور:
    م.legend()
plt.show()
# %%
خسارة, دقة = نموذج.evaluate(x_valid, y_valid, verbose=0)
print(f"الدقة على بيانات الاختبار: {دقة:.2%}")
توقع = نموذج.predict(x_valid, verbose=0).argmax(axis=1)
مصفوفة = confusion_matrix(y_valid, توقع)
plt.imshow(مصفوفة, cmap="Greens")
plt.xticks(range(10), list(أرقام))
plt.yticks(range(10), list(أرقام))
for i in range(10):
    for j in range(10):
        plt.text(j, i, مصفوفة[i, j], ha="center", va="center", color="white" if مصفوفة[i, j] > 15 else "black")
plt.xlabel("المتوقع")
plt.ylabel("الحقيقي")
plt.show()
