"""A long German notebook: umlauts in names, tables between the steps, three optimizers, and the chosen one trained at last.

slow: yes
"""

# %% [markdown]
# # Übungsblatt 7 – Ziffernerkennung
# **Gruppe 12:** Ölçer, Müller, Nguyễn
#
# ## 1 Daten laden und vorverarbeiten
# %% [1]
import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from keras import layers
from sklearn.datasets import load_digits
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix
from sklearn.model_selection import train_test_split

keras.utils.set_random_seed(7)
ziffern = load_digits()
merkmale = ziffern.data / ziffern.data.max()
ziele = ziffern.target
m_training, m_prüfung, z_training, z_prüfung = train_test_split(merkmale, ziele, test_size=360, random_state=0, stratify=ziele)
größe_training, größe_prüfung = len(m_training), len(m_prüfung)
print(f"Es gibt {größe_training} Trainings- und {größe_prüfung} Prüfbeispiele.")
# %% [2]
häufigkeit = pd.Series(z_training).value_counts().sort_index().rename("Anzahl").to_frame()
häufigkeit["Anteil in %"] = (100 * häufigkeit["Anzahl"] / größe_training).round(1)
häufigkeit.T
# %% [markdown]
# ## 2 Vergleich der Optimierer
# Jeder wird fünf Epochen lang ausprobiert. Die Ergebnisse stehen in einer Tabelle.
# %% [3]
def baue_netz(optimierer, neuronen=32):
    """Gibt ein übersetztes Netz zurück."""
    netz = keras.Sequential([layers.Input((64,)), layers.Dense(neuronen, activation="relu"), layers.Dense(10, activation="softmax")])
    netz.compile(optimizer=optimierer, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    return netz


ergebnisse = []
for optimierer in ("sgd", "rmsprop", "adam"):
    netz = baue_netz(optimierer)
    verlauf = netz.fit(m_training, z_training, validation_split=0.1, epochs=5, batch_size=32, verbose=0)
    ergebnisse.append({"Optimierer": optimierer, "Genauigkeit (Training)": verlauf.history["accuracy"][-1], "Genauigkeit (Validierung)": verlauf.history["val_accuracy"][-1]})
pd.DataFrame(ergebnisse).set_index("Optimierer").style.format("{:.1%}", decimal=",")
# %% [markdown]
# Adam lernt am schnellsten, wir nehmen ihn. Der Kreuzentropiefehler ist $L = -\frac1n \sum_i \log p_{i, y_i}$.
# ## 3 Training des endgültigen Netzes
# %% [4]
netz = baue_netz("adam")
netz.summary()
verlauf = netz.fit(m_training, z_training, validation_data=(m_prüfung, z_prüfung), epochs=40, batch_size=32, verbose=0)
# %% [5]
def zeichne(schlüssel, beschriftung):
    plt.figure(figsize=(7, 3))
    plt.plot(np.arange(1, 41), verlauf.history[schlüssel], color="tab:blue", label="Training")
    plt.plot(np.arange(1, 41), verlauf.history["val_" + schlüssel], color="tab:orange", label="Prüfung")
    plt.xlabel("Epoche"); plt.ylabel(beschriftung); plt.legend(); plt.grid()
    plt.show()


zeichne("loss", "Fehler")
zeichne("accuracy", "Genauigkeit")
# %% [6]
fehler, genauigkeit = netz.evaluate(m_prüfung, z_prüfung, verbose=0)
fehler_training, genauigkeit_training = netz.evaluate(m_training, z_training, verbose=0)
print(f"Genauigkeit auf den Trainingsdaten: {100 * genauigkeit_training:.1f} %".replace(".", ","))
print(f"Genauigkeit auf den Prüfdaten:      {100 * genauigkeit:.1f} %".replace(".", ","))
print(f"Fehlerrate: {100 * (1 - genauigkeit):.2f} %".replace(".", ","))
# %% [7]
vorhersage = netz.predict(m_prüfung, verbose=0).argmax(axis=1)
verwechslungen = pd.DataFrame(confusion_matrix(z_prüfung, vorhersage), index=[f"ist {i}" for i in range(10)], columns=[f"erkannt als {i}" for i in range(10)])
display(verwechslungen.style.background_gradient(cmap="Blues", axis=None).set_caption("Verwechslungsmatrix"))
print(classification_report(z_prüfung, vorhersage, digits=3))
# %% [8]
schlimmste = [(verwechslungen.iloc[i, j], i, j) for i in range(10) for j in range(10) if i != j]
for anzahl, i, j in sorted(schlimmste, reverse=True)[:5]:
    print(f"{anzahl}× wurde eine {i} für eine {j} gehalten")
# %% [markdown]
# ## Frage 1
# Wir würden das Keras-Netz nehmen, weil es auf den Prüfdaten etwa 97 % erreicht und man sieht, wie der Fehler über die Epochen fällt.
