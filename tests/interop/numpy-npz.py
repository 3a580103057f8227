#!/usr/bin/env python3
"""Exports trained weights as .npz and .json, and predicts with numpy what the program predicts.

usage: numpy-npz.py PROGRAM CSV

SPDX-License-Identifier: MIT
"""
import csv
import json
import os
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError:
    print("1..0 # SKIP numpy is not installed")
    sys.exit(0)


def relu(z):
    return np.maximum(z, 0)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


ACTIVATIONS = {"relu": relu, "softmax": softmax, "tanh": np.tanh, "linear": lambda z: z,
               "sigmoid": lambda z: 1 / (1 + np.exp(-z))}
# (name, layers, target, features)
NETS = [
    ("classes", "8 relu, 3 softmax", "species", None),
    ("regression", "5 tanh, 4 sigmoid, 1 linear", "petal_width", "sepal_length,species,petal_length"),
]


def run(program, *arguments):
    subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL)


def encode(model, rows):
    columns = []
    for feature in model["inputs"]:
        cells = [row[feature["column"]] for row in rows]
        if feature["encoding"] == "number":
            values = (np.array(cells, dtype=float) - feature["offset"]) / feature["scale"]
            columns.append(values[:, None])
        else:
            columns.append(np.array([[float(cell == level) for level in feature["levels"]]
                                     for cell in cells]))
    return np.hstack(columns)


def forward(model, weights, x):
    for number, layer in enumerate(model["layers"], 1):
        z = x @ weights[f"layer{number}_kernel"] + weights[f"layer{number}_bias"]
        x = ACTIVATIONS[layer["activation"]](z)
    return x


def check(program, data, folder, layers, target, features):
    path = {name: os.path.join(folder, name) for name in
            ("p.chainrule", "t.chainrule", "w.npz", "again.npz", "m.json", "w.csv", "out.csv")}
    run(program, "new", "--data", data, "--target", target, "--layers", layers,
        *(["--features", features] if features else []), "--output", path["p.chainrule"])
    run(program, "train", path["p.chainrule"], "--epochs", "3", "--output", path["t.chainrule"])
    for name in ("w.npz", "again.npz", "m.json", "w.csv"):
        run(program, "export", path["t.chainrule"], "--output", path[name])
    run(program, "predict", path["t.chainrule"], "--data", data, "--output", path["out.csv"])

    model = json.load(open(path["m.json"]))
    weights = np.load(path["w.npz"])
    rows = list(csv.DictReader(open(data)))
    x = encode(model, rows)
    assert x.shape[1] == len(model["input_names"]) == len(weights["input_offset"])
    for number, layer in enumerate(model["layers"], 1):
        for name in ("kernel", "bias"):
            array = weights[f"layer{number}_{name}"]
            assert array.dtype == np.float64 and array.flags.c_contiguous
            assert (array == np.array(layer[name])).all(), "the .npz and the .json differ"
    table = [float(row["value"]) for row in csv.DictReader(open(path["w.csv"]))]
    flat = np.concatenate([weights[f"layer{n}_{name}"].ravel()
                           for n in range(1, len(model["layers"]) + 1)
                           for name in ("kernel", "bias")])
    assert (np.array(table) == flat).all(), "the .npz and the .csv differ"

    y = forward(model, weights, x) * weights["output_scale"] + weights["output_offset"]
    got = list(csv.reader(open(path["out.csv"])))
    start = 1 if model["classes"] else 0
    numbers = np.array([[float(cell) for cell in row[start:]] for row in got[1:]])
    np.testing.assert_allclose(numbers, y, rtol=1e-12, atol=1e-14)
    if model["classes"]:
        assert [row[0] for row in got[1:]] == [model["classes"][k] for k in y.argmax(axis=1)]
    assert open(path["w.npz"], "rb").read() == open(path["again.npz"], "rb").read(), \
        "equal projects give different bytes"


def main():
    program, data = map(os.path.abspath, sys.argv[1:3])
    failed = 0
    print(f"1..{len(NETS)}")
    for number, (name, layers, target, features) in enumerate(NETS, 1):
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(program, data, folder, layers, target, features)
                print(f"ok {number} {name}")
            except (AssertionError, subprocess.CalledProcessError, KeyError) as problem:
                failed = 1
                print("\n".join(f"# {line}" for line in str(problem).splitlines()))
                print(f"not ok {number} {name}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
