#!/usr/bin/python3
"""Training by hand with numpy, as a participant of the speed benchmark.

usage: speed-numpy.py FOLDER, where speed-ours wrote the works

Nothing is allocated in a step; all weights lie in one array, so that a whole network is updated
by one operation; sums over the rows are products with ones, which numpy does faster.

SPDX-License-Identifier: MIT
"""
import numpy as np

import participant

BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-50
ZERO = np.zeros(())
ONE = np.ones(())


def make_forward(n, activation):
    dot, add = np.dot, np.add

    def linear(x, kernel, bias, z, a):
        dot(x, kernel, z)
        add(z, bias, z)

    def tanh(x, kernel, bias, z, a, tanh=np.tanh):
        dot(x, kernel, z)
        add(z, bias, z)
        tanh(z, a)

    def relu(x, kernel, bias, z, a, maximum=np.maximum):
        dot(x, kernel, z)
        add(z, bias, z)
        maximum(z, ZERO, a)

    return {"linear": linear, "softmax": linear, "tanh": tanh, "relu": relu}[activation]


def make_slope(activation):
    """Turns dL/da into dL/dz in place; z is free to be written over."""
    multiply, subtract, sign = np.multiply, np.subtract, np.sign

    def tanh(da, a, z):
        multiply(a, a, z)
        subtract(ONE, z, z)
        multiply(da, z, da)

    def relu(da, a, z):
        sign(a, z)
        multiply(da, z, da)

    return {"tanh": tanh, "relu": relu}[activation]


def make_mse(n):
    share = np.array(2 / n)

    def mse(z, y, dz, subtract=np.subtract, multiply=np.multiply, vdot=np.vdot):
        subtract(z, y, dz)
        loss = vdot(dz, dz) / n
        multiply(dz, share, dz)
        return loss

    return mse


def make_cross_entropy(n):
    share = np.array(1 / n)
    highest, total, logarithm = np.empty((n, 1)), np.empty((n, 1)), np.empty((n, 1))

    def cross_entropy(z, y, dz, largest=np.maximum.reduce, plus=np.add.reduce, exp=np.exp,
                      subtract=np.subtract, multiply=np.multiply, divide=np.divide, log=np.log,
                      vdot=np.vdot):
        largest(z, 1, None, highest, True)
        subtract(z, highest, z)
        exp(z, dz)
        plus(dz, 1, None, total, True)
        log(total, logarithm)
        loss = (plus(logarithm, None) - vdot(y, z)) / n
        divide(dz, total, dz)
        subtract(dz, y, dz)
        multiply(dz, share, dz)
        return loss

    return cross_entropy


def make_sgd(weights, gradient, rate):
    rate, change = np.array(rate), np.empty_like(weights)

    def sgd(multiply=np.multiply, subtract=np.subtract):
        multiply(gradient, rate, change)
        subtract(weights, change, weights)

    return sgd


def make_adam(weights, gradient, rate):
    m, v = np.zeros_like(weights), np.zeros_like(weights)
    change, root = np.empty_like(weights), np.empty_like(weights)
    beta_1, beta_2 = np.array(BETA_1), np.array(BETA_2)
    rest_1, rest_2 = np.array(1 - BETA_1), np.array(1 - BETA_2)
    step = 0

    def adam(multiply=np.multiply, add=np.add, subtract=np.subtract, divide=np.divide,
             sqrt=np.sqrt):
        nonlocal step
        step += 1
        multiply(gradient, rest_1, change)
        multiply(m, beta_1, m)
        add(m, change, m)
        multiply(gradient, gradient, change)
        multiply(change, rest_2, change)
        multiply(v, beta_2, v)
        add(v, change, v)
        sqrt(v, root)
        add(root, EPSILON, root)
        divide(m, root, change)
        multiply(change, rate * (1 - BETA_2**step)**0.5 / (1 - BETA_1**step), change)
        subtract(weights, change, weights)

    return adam


def start(work, rate):
    n = work.batch
    weights = work.weights.copy()
    gradient = np.zeros_like(weights)
    layers = []
    for layer, (kernel, bias), (d_kernel, d_bias) in zip(work.layers, work.parts(weights),
                                                         work.parts(gradient)):
        z = np.empty((n, layer["units"]))
        a = z if layer["activation"] in ("linear", "softmax") else np.empty_like(z)
        layers.append((make_forward(n, layer["activation"]), kernel, bias, z, a, np.empty_like(z),
                       d_kernel, d_bias))
    slopes = [make_slope(layer["activation"]) for layer in work.layers[:-1]]
    loss_of = make_cross_entropy(n) if work.classes else make_mse(n)
    update = (make_adam if work.optimizer == "adam" else make_sgd)(weights, gradient, rate)
    batches = [(work.inputs[i:i + n], work.inputs[i:i + n].T, work.targets[i:i + n])
               for i in range(0, work.n_rows, n)]
    ones = np.ones(n)
    forward = [(f, kernel, bias, z, a) for f, kernel, bias, z, a, _, _, _ in layers]
    # From the last layer to the second: what comes in, its transpose, where gradients go, and
    # how the layer before bends.
    backward = []
    for i in range(len(layers) - 1, 0, -1):
        _, kernel, _, _, _, dz, d_kernel, d_bias = layers[i]
        _, _, _, z_before, a_before, da, _, _ = layers[i - 1]
        backward.append((dz, a_before.T, kernel.T, d_kernel, d_bias, da, slopes[i - 1], a_before,
                         z_before))
    z_last, dz_last = layers[-1][3], layers[-1][5]
    dz_first, d_kernel_first, d_bias_first = layers[0][5:]

    def train(n_epochs, dot=np.dot):
        for _ in range(n_epochs):
            total = 0.0
            for x, x_transposed, y in batches:
                a_before = x
                for f, kernel, bias, z, a in forward:
                    f(a_before, kernel, bias, z, a)
                    a_before = a
                total += loss_of(z_last, y, dz_last)
                for dz, a_t, kernel_t, d_kernel, d_bias, da, slope, a, z in backward:
                    dot(a_t, dz, d_kernel)
                    dot(ones, dz, d_bias)
                    dot(dz, kernel_t, da)
                    slope(da, a, z)
                dot(x_transposed, dz_first, d_kernel_first)
                dot(ones, dz_first, d_bias_first)
                update()
        return total / len(batches)

    return train, lambda: weights


participant.main(start)
