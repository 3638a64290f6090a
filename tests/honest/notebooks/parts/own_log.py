# %%
class Log(keras.callbacks.Callback):
    def on_train_batch_end(self, batch, logs=None):
        self.steps = int(self.model.optimizer.iterations.numpy())

    def on_epoch_end(self, epoch, logs=None):
        if epoch % 10 == 9:
            print(self.steps, {name: round(float(value), 4) for name, value in logs.items()})
