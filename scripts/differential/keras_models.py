"""Small Keras 3 models after `keras.utils.set_random_seed`: the file, and the SHA-256 of each weight.

    KERAS_BACKEND=jax python scripts/differential/keras_models.py OUT.json

The three files are joined in test/vectors/keras-models.json.gz; `model` is `model.to_json()`, `weights` are the path, shape and SHA-256 of the
little-endian bytes of each weight.
"""
import hashlib
import json
import sys

import keras
import numpy as np
from keras import layers as L

SEED = 20261


def functional(build, *shape):
    inputs = keras.Input(shape)
    return keras.Model(inputs, build(inputs))


def chain(shape, make):
    return keras.Sequential([keras.Input(shape), *make()])


def then_dense(call):
    """Layers in the order of the file: `Dense(2)(other(x))` would construct the Dense first."""

    def build(x):
        y = call(x)
        return L.Dense(2)(y)

    return build


def residual(x):
    y = L.MultiHeadAttention(2, 4, dropout=0.1)(x, x)
    y = L.Dropout(0.1)(y)
    x = L.Add()([x, y])
    x = L.LayerNormalization()(x)
    x = L.GlobalAveragePooling1D()(x)
    return L.Dense(3)(x)


def nested(x):
    inner_input = keras.Input((6,))
    y = L.Dropout(0.5)(inner_input)
    y = L.Dense(5)(y)
    inner = keras.Model(inner_input, y, name="inner")
    y = inner(x)
    return L.Dense(2)(y)


STEPS = (5, 4)
IMAGE = (8, 8, 3)
MODELS = {
    "dense": lambda: chain((6,), lambda: [L.Dense(5), L.Dense(2)]),
    "dropout": lambda: chain((6,), lambda: [L.Dropout(0.5), L.Dense(5), L.Dropout(0.2), L.Dense(2)]),
    "dropout of rate 0": lambda: chain((6,), lambda: [L.Dropout(0), L.GaussianNoise(0), L.AlphaDropout(0), L.Dense(5)]),
    "dropout with a seed": lambda: chain((6,), lambda: [L.Dropout(0.5, seed=3), L.Dense(5)]),
    "noise": lambda: chain((6,), lambda: [L.GaussianNoise(0.1), L.GaussianDropout(0.1), L.AlphaDropout(0.1), L.Dense(5)]),
    "spatial dropout": lambda: chain(STEPS, lambda: [L.SpatialDropout1D(0.5), L.Conv1D(3, 2)]),
    "activity": lambda: chain(STEPS, lambda: [L.Masking(), L.ActivityRegularization(), L.Flatten(), L.Dense(2)]),
    "simple rnn": lambda: chain(STEPS, lambda: [L.SimpleRNN(3), L.Dense(2)]),
    "lstm": lambda: chain(STEPS, lambda: [L.LSTM(3), L.Dense(2)]),
    "gru": lambda: chain(STEPS, lambda: [L.GRU(3), L.Dense(2)]),
    "lstm with dropout": lambda: chain(STEPS, lambda: [L.LSTM(3, dropout=0.2, seed=1, return_sequences=True), L.GRU(2)]),
    "conv lstm": lambda: chain((3, 6, 6, 2), lambda: [L.ConvLSTM2D(2, 3), L.Flatten(), L.Dense(2)]),
    "rnn of cells": lambda: chain(STEPS, lambda: [L.RNN([L.LSTMCell(3), L.GRUCell(2), L.SimpleRNNCell(2)]), L.Dense(2)]),
    "bidirectional lstm": lambda: chain(STEPS, lambda: [L.Bidirectional(L.LSTM(3)), L.Dense(2)]),
    "bidirectional gru": lambda: chain(STEPS, lambda: [L.Bidirectional(L.GRU(3, return_sequences=True)), L.Bidirectional(L.SimpleRNN(2))]),
    "time distributed": lambda: chain(STEPS, lambda: [L.TimeDistributed(L.Dense(3)), L.TimeDistributed(L.Dropout(0.1)), L.LSTM(2)]),
    "separable": lambda: chain(IMAGE, lambda: [L.SeparableConv2D(4, 3), L.DepthwiseConv2D(3), L.Conv2DTranspose(2, 3), L.Flatten(), L.Dense(2)]),
    "augmentation": lambda: chain(IMAGE, lambda: [L.RandomFlip(), L.RandomRotation(0.1), L.RandomZoom(0.1), L.RandomTranslation(0.1, 0.1), L.RandomContrast(0.1), L.RandomBrightness(0.1), L.Conv2D(2, 3)]),
    "crop": lambda: chain(IMAGE, lambda: [L.RandomCrop(4, 4), L.CenterCrop(3, 3), L.Rescaling(0.5), L.Conv2D(2, 3)]),
    "embedding": lambda: chain((5,), lambda: [L.Embedding(9, 4), L.SpatialDropout1D(0.2), L.GRU(3)]),
    "attention": lambda: functional(residual, *STEPS),
    "grouped attention": lambda: functional(then_dense(lambda x: L.GroupQueryAttention(4, 4, 2, dropout=0.1)(x, x)), *STEPS),
    "dot attention": lambda: functional(then_dense(lambda x: L.Attention(dropout=0.1)([x, x])), *STEPS),
    "dot attention without dropout": lambda: functional(then_dense(lambda x: L.Attention(use_scale=True)([x, x])), *STEPS),
    "additive attention": lambda: functional(then_dense(lambda x: L.AdditiveAttention(dropout=0.1)([x, x])), *STEPS),
    "nested": lambda: functional(nested, 6),
    "spectral": lambda: functional(then_dense(lambda x: L.SpectralNormalization(L.Dense(3))(x)), 6),
    "own seeds": lambda: chain((6,), lambda: [L.Dense(6, kernel_initializer=keras.initializers.HeNormal(seed=1)), L.Dense(6), L.Dense(6, kernel_initializer=keras.initializers.HeNormal(seed=2))]),
    "random biases": lambda: chain((6,), lambda: [L.Dense(4, bias_initializer="random_normal"), L.BatchNormalization(gamma_initializer="random_uniform"), L.Dense(2)]),
    "einsum": lambda: chain(STEPS, lambda: [L.EinsumDense("abc,cd->abd", (None, 3), bias_axes="d"), L.PReLU(shared_axes=[1]), L.Dense(2)]),
}


def record(build):
    keras.backend.clear_session()
    keras.utils.set_random_seed(SEED)
    model = build()
    weights = []
    for w in model.weights:
        if "seed_generator" in w.path:
            continue
        data = np.asarray(keras.ops.convert_to_numpy(w))
        weights.append([w.path, list(data.shape), hashlib.sha256(data.tobytes()).hexdigest()])
    return {"model": json.loads(model.to_json()), "weights": weights}


def main(out):
    cases = {name: record(build) for name, build in MODELS.items()}
    with open(out, "w") as f:
        json.dump({"backend": keras.backend.backend(), "keras": keras.__version__, "seed": SEED, "models": cases}, f)


main(sys.argv[1])
