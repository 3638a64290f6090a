"""The history is made a long table for seaborn, and the matrix a heat map of per cents in German.

slow: yes
"""

# %% include data
# %% include network

# %%
import pandas as pd
import seaborn as sns

verlauf = pd.DataFrame(history.history)
verlauf["Epoche"] = verlauf.index + 1
lang = verlauf.melt(id_vars="Epoche", var_name="Größe", value_name="Wert")
sns.set_theme(style="whitegrid")
sns.lineplot(data=lang[lang["Größe"].str.contains("loss")], x="Epoche", y="Wert", hue="Größe")
plt.title("Fehler über die Epochen")
plt.show()
sns.lineplot(data=lang[lang["Größe"].str.contains("acc")], x="Epoche", y="Wert", hue="Größe", style="Größe", markers=True)
plt.title("Genauigkeit über die Epochen")
plt.show()
# %%
vorhersage = np.argmax(network.predict(x_valid, verbose=0), axis=-1)
cm = confusion_matrix(y_valid, vorhersage)
cm_prozent = cm / cm.sum(axis=1, keepdims=True) * 100
plt.figure(figsize=(8, 6))
sns.heatmap(cm_prozent, annot=True, fmt=".1f", cmap="YlGnBu", linewidths=0.5, cbar_kws={"label": "%"})
plt.xlabel("vorhergesagt")
plt.ylabel("wahr")
plt.title("Konfusionsmatrix in Prozent")
plt.show()
