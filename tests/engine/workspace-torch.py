#!/usr/bin/env python3
"""Writes workspace-torch.json: statements with the values and gradients that PyTorch finds.

usage: workspace-torch.py > workspace-torch.json

Every operation stands in L = sum(weights * operation), so that each element counts; every way in
which two shapes are broadcast is there for each operation of two operands.

SPDX-License-Identifier: MIT
"""
import json

import torch
from torch.nn import functional as F

X = [[0.7, -1.3, 2.1], [0.2, -0.4, 1.1]]
Y = [[1.9, 0.6, -0.8], [-1.7, 2.3, 0.45]]
POSITIVE_X = [[0.7, 1.3, 2.1], [0.2, 0.4, 1.1]]
POSITIVE_Y = [[1.9, 0.6, 0.8], [1.7, 2.3, 0.45]]
PROBABILITIES = [[0.2, 0.5, 0.3], [0.6, 0.3, 0.1]]
TIED = [[2.0, -1.0, 2.0], [0.5, 2.0, 0.5]]
TARGETS = [[1.0, 0.0, 0.0], [0.1, 0.7, 0.2]]
# As parts of [2, 3]: whole, a row, a column, a number.
PARTS = {"2x3": lambda m: m, "1x3": lambda m: m[:1], "2x1": lambda m: [r[:1] for r in m],
         "1x1": lambda m: [m[0][:1]]}


def clipped(p):
    return -(torch.tensor(TARGETS, dtype=torch.float64)
             * torch.log(p / p.sum(dim=1, keepdim=True))).sum(dim=1).mean()


BINARY = {
    "x + y": (lambda x, y: x + y, X, Y),
    "x - y": (lambda x, y: x - y, X, Y),
    "x * y": (lambda x, y: x * y, X, Y),
    "x / y": (lambda x, y: x / y, X, Y),
    "x ^ y": (lambda x, y: x ** y, POSITIVE_X, POSITIVE_Y),
    "max(x, y)": (torch.maximum, X, Y),
    "minimum(x, y)": (torch.minimum, X, Y),
}

UNARY = {
    "-x": (lambda x: -x, X),
    "x^2": (lambda x: x ** 2, X),
    "x^3": (lambda x: x ** 3, X),
    "x^-1": (lambda x: x ** -1, X),
    "x^0.5": (lambda x: x ** 0.5, POSITIVE_X),
    "x^0": (lambda x: x ** 0, [[0.0, -1.5, 2.0]]),
    "2^x": (lambda x: 2 ** x, X),
    "square(x)": (torch.square, X),
    "sqrt(x)": (torch.sqrt, POSITIVE_X),
    "exp(x)": (torch.exp, X),
    "log(x)": (torch.log, POSITIVE_X),
    "sin(x)": (torch.sin, X),
    "cos(x)": (torch.cos, X),
    "abs(x)": (torch.abs, X + [[0.0, 1.0, -1.0]]),
    "transpose(x)": (lambda x: x.T, X),
    "transpose(x) @ x": (lambda x: x.T @ x, X),
    "x @ [[1, 2], [3, 4], [5, 6]]": (
        lambda x: x @ torch.tensor([[1, 2], [3, 4], [5, 6]], dtype=torch.float64), X),
    "x * x + x": (lambda x: x * x + x, X),
    "sum(x)": (torch.sum, X),
    "sum(x, axis=0)": (lambda x: x.sum(dim=0, keepdim=True), X),
    "sum(x, axis=1)": (lambda x: x.sum(dim=1, keepdim=True), X),
    "sum(x, axis=-1)": (lambda x: x.sum(dim=-1, keepdim=True), X),
    "mean(x)": (torch.mean, X),
    "mean(x, axis=0)": (lambda x: x.mean(dim=0, keepdim=True), X),
    "mean(x, axis=1)": (lambda x: x.mean(dim=1, keepdim=True), X),
    "max(x)": (torch.amax, TIED),
    "max(x, axis=0)": (lambda x: x.amax(dim=0, keepdim=True), TIED),
    "max(x, axis=1)": (lambda x: x.amax(dim=1, keepdim=True), TIED),
    "min(x)": (torch.amin, TIED),
    "min(x, axis=0)": (lambda x: x.amin(dim=0, keepdim=True), TIED),
    "min(x, axis=1)": (lambda x: x.amin(dim=1, keepdim=True), TIED),
    "l1_penalty(x, lambda=0.1)": (lambda x: 0.1 * x.abs().sum(), X),
    "l2_penalty(x, 0.1)": (lambda x: 0.1 * (x * x).sum(), X),
    "linear(x)": (lambda x: x, X),
    "relu(x)": (torch.relu, X + [[0.0, 1.0, -1.0]]),
    "leaky_relu(x)": (lambda x: F.leaky_relu(x, 0.3), X),
    "leaky_relu(x, alpha=0.05)": (lambda x: F.leaky_relu(x, 0.05), X),
    "elu(x)": (F.elu, X),
    "elu(x, 0.5)": (lambda x: F.elu(x, 0.5), X),
    "selu(x)": (F.selu, X),
    "sigmoid(x)": (torch.sigmoid, X),
    "tanh(x)": (torch.tanh, X),
    "softplus(x)": (F.softplus, X),
    "softsign(x)": (F.softsign, X),
    "swish(x)": (F.silu, X),
    "gelu(x)": (F.gelu, X),
    "softmax(x)": (lambda x: torch.softmax(x, dim=1), X),
}

T = torch.tensor(TARGETS, dtype=torch.float64)
LOSSES = {
    "mse(x, t)": (lambda x: F.mse_loss(x, T), X),
    "mae(x, t)": (lambda x: F.l1_loss(x, T), X),
    "huber(x, t)": (lambda x: F.huber_loss(x, T), X),
    "huber(x, t, delta=0.4)": (lambda x: F.huber_loss(x, T, delta=0.4), X),
    "binary_crossentropy(x, t, from_logits=1)": (
        lambda x: F.binary_cross_entropy_with_logits(x, T), X),
    "binary_crossentropy(sigmoid(x), t)": (
        lambda x: F.binary_cross_entropy(torch.sigmoid(x), T), X),
    "binary_crossentropy(x, t)": (lambda x: F.binary_cross_entropy(x, T), PROBABILITIES),
    "categorical_crossentropy(x, t, from_logits=1)": (
        lambda x: -(T * torch.log_softmax(x, dim=1)).sum(dim=1).mean(), X),
    "categorical_crossentropy(softmax(x), t)": (
        lambda x: -(T * torch.log_softmax(x, dim=1)).sum(dim=1).mean(), X),
    "categorical_crossentropy(x, t)": (clipped, PROBABILITIES),
}


def case(text, function, x, y=None, targets=False):
    tensors = {"x": torch.tensor(x, dtype=torch.float64, requires_grad=True)}
    if y is not None:
        tensors["y"] = torch.tensor(y, dtype=torch.float64, requires_grad=True)
    value = function(*tensors.values())
    rows, columns = (value.shape if value.dim() == 2 else (1, 1))
    weights = [[0.5 + 0.3 * (columns * r + c) for c in range(columns)] for r in range(rows)]
    total = (value.reshape(rows, columns) * torch.tensor(weights, dtype=torch.float64)).sum()
    total.backward()
    lines = [f"{name} = variable({tensor.tolist()})" for name, tensor in tensors.items()]
    if targets:
        lines.append(f"t = {TARGETS}")
    lines.append(f"a = {text}")
    lines.append(f"L = sum({weights} * a)")
    return {"name": text + "".join(f" {len(m)}x{len(m[0])}" for m in (x, y) if m and y),
            "text": "\n".join(lines), "value": value.reshape(rows, columns).tolist(),
            "gradients": {name: tensor.grad.tolist() for name, tensor in tensors.items()}}


def cases():
    for text, (function, x, y) in BINARY.items():
        for left in PARTS.values():
            for right in PARTS.values():
                yield case(text, function, left(x), right(y))
    yield case("matmul(x, y)", torch.matmul, X, [[1.0, 2.0], [3.0, 4.0], [-1.0, 0.5]])
    for text, (function, x) in UNARY.items():
        yield case(text, function, x)
    for text, (function, x) in LOSSES.items():
        yield case(text, function, x, targets=True)


print("[\n" + ",\n".join(json.dumps(c) for c in cases()) + "\n]")
