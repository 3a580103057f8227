

# The network.

def build_model(weights):
    model = tf.keras.Sequential([tf.keras.Input((sum(column["width"] for column in INPUTS),))])
    for i, layer in enumerate(LAYERS, 1):
        dense = tf.keras.layers.Dense(
            layer.units, activation=layer.activation, use_bias=layer.bias, name=f"layer{i}",
            kernel_regularizer=tf.keras.regularizers.L1L2(layer.l1, layer.l2))
        model.add(dense)
        names = ("kernel", "bias") if layer.bias else ("kernel",)
        dense.set_weights([weights[f"layer{i}_{name}"] for name in names])
        dense.trainable = layer.trainable
        if layer.dropout:
            model.add(tf.keras.layers.Dropout(layer.dropout))
    return model


class Schedule(tf.keras.optimizers.schedules.LearningRateSchedule):
    def __call__(self, step):
        return tf.numpy_function(lambda t: np.float64(learning_rate(int(t))), [step], tf.float64)

    def get_config(self):
        return {}


def train_with_tape(model, optimizer, x, y, rows, held_out, epochs):
    """The loop written out: a batch forward under a tape, gradients, an update."""
    loss_of = new_loss()
    for epoch in range(epochs):
        total = 0.0
        for batch in batches(rows, epoch):
            with tf.GradientTape() as tape:
                loss = loss_of(y[batch], model(x[batch], training=True)) \
                    + tf.add_n(model.losses)
            gradients = tape.gradient(loss, model.trainable_variables)
            optimizer.apply_gradients(zip(gradients, model.trainable_variables))
            total += float(loss) * len(batch)
        line = f"epoch {epoch + 1}: loss {total / len(rows):.6g}"
        if held_out:
            loss = loss_of(y[held_out], model(x[held_out], training=False)) + tf.add_n(model.losses)
            line += f", validation loss {float(loss):.6g}"
        print(line, flush=True)


def train_with_fit(model, optimizer, x, y, rows, held_out, epochs):
    """The same by Keras's own loop, which shuffles in an order of its own."""
    stopping = [tf.keras.callbacks.EarlyStopping(
        monitor="val_loss" if held_out else "loss", **EARLY_STOPPING)] if EARLY_STOPPING else []
    # XLA, which Keras takes on GPUs, cannot compile the rates: they are computed by numpy.
    model.compile(optimizer=optimizer, loss=new_loss(), jit_compile=False)
    model.fit(x[rows], y[rows], batch_size=BATCH_SIZE, epochs=epochs, shuffle=SHUFFLE,
              validation_data=(x[held_out], y[held_out]) if held_out else None,
              callbacks=stopping, verbose=2)


def main(argv=None):
    options = arguments("--fit").parse_args(argv)
    tf.keras.backend.set_floatx("float64")
    tf.keras.utils.set_random_seed(SEED % 2 ** 32)
    model = build_model(np.load(options.weights))
    rows = read_rows(options.data)
    x = encode(rows, INPUTS)
    if options.predict:
        write_predictions(decode(np.asarray(model(x, training=False))))
        return
    y = encode(rows, OUTPUTS)
    training, held_out = split(~np.isnan(np.hstack([x, y])).any(axis=1))
    train = train_with_fit if options.fit else train_with_tape
    train(model, new_optimizer(Schedule()), x, y, training, held_out, options.epochs)
    weights = {}
    for i, layer in enumerate(LAYERS, 1):
        weights.update(zip((f"layer{i}_kernel", f"layer{i}_bias"),
                           model.get_layer(f"layer{i}").get_weights()))
    np.savez(options.output, **weights)
    print(f"the weights are in {options.output}: chainrule import P --weights FILE --output P2")


if __name__ == "__main__":
    main()
