#!/usr/bin/env python3
"""Runs the TensorFlow code of every step and compares what it prints with the step's number.

usage: step-code.py PROGRAM

SPDX-License-Identifier: MIT
"""
import contextlib
import io
import json
import math
import os
import subprocess
import sys
import tempfile

try:
    import tensorflow
    IMPLEMENTATION = "TensorFlow"
except ImportError:
    try:
        import tensorflow_on_torch
        sys.modules["tensorflow"] = tensorflow_on_torch
        IMPLEMENTATION = "TensorFlow's names on PyTorch"
    except ImportError:
        print("1..0 # SKIP neither TensorFlow nor PyTorch is installed")
        sys.exit(0)

NUMBERS = [[0.5, -1.2], [1.5, 0.3], [-0.7, 2.0], [0.1, 0.9], [-1.1, -0.4]]
REGRESSION = [[1.0], [-0.5], [2.5], [0.3], [-1.7]]
CLASSES = [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 1, 0], [1, 0, 0]]
YES_NO = [[1], [0], [1], [1], [0]]


def layer(units, activation, **options):
    return dict({"units": units, "activation": activation}, **options)


# (name, layers, loss, targets, optimizer)
NETS = [
    ("linear", [layer(1, "linear")], "mse", REGRESSION, "sgd"),
    ("relu-selu", [layer(3, "relu"), layer(3, "selu"), layer(1, "linear")], "mae", REGRESSION,
     {"name": "sgd", "momentum": 0.9, "nesterov": True}),
    ("leaky", [layer(3, {"name": "leaky_relu", "alpha": 0.2}),
               layer(2, {"name": "elu", "alpha": 0.7}), layer(1, "linear")],
     {"name": "huber", "delta": 0.8}, REGRESSION, {"name": "rmsprop", "momentum": 0.5}),
    ("smooth", [layer(3, "tanh", l2=0.01), layer(3, "softplus", l1=0.02), layer(2, "softsign"),
                layer(3, "softmax")], "categorical_crossentropy", CLASSES, "adam"),
    ("gelu", [layer(4, "gelu", dropout=0.5), layer(3, "swish"), layer(1, "sigmoid")],
     "binary_crossentropy", YES_NO, {"name": "adamw", "weight_decay": 0.01}),
    ("hidden-softmax", [layer(3, "softmax", use_bias=False), layer(1, "sigmoid")], "mse", YES_NO,
     {"name": "adagrad", "clipnorm": 0.01}),
]


def write_project(folder, name, layers, loss, targets, optimizer):
    names = [f"y{i}" for i in range(len(targets[0]))]
    path = os.path.join(folder, name + ".chainrule")
    with open(path, "w") as file:
        json.dump({"format": "chainrule", "version": 1, "name": name,
                   "data": {"source": {"kind": "inline", "columns": ["a", "b"] + names,
                                       "rows": [x + y for x, y in zip(NUMBERS, targets)]},
                            "features": ["a", "b"], "targets": names},
                   "network": {"seed": 3, "layers": layers},
                   "training": {"loss": loss, "optimizer": optimizer, "learning_rate": 0.1,
                                "batch_size": 3, "epochs": 1}}, file)
    return path


def chainrule(*arguments):
    return subprocess.run([sys.argv[1], *arguments], check=True, capture_output=True,
                          text=True).stdout


def run_code(code):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(code, "step", "exec"), {})
    return float(output.getvalue())


def check(path):
    """The first step whose code prints something else, or None; the number of steps."""
    n = len(json.loads(chainrule("step", path, "--format", "json"))["steps"])
    for step in range(1, 2 * n + 1):
        code = chainrule("step", path, "--code", str(step))
        expected = float(code.rsplit("# ", 1)[1])
        found = run_code(code)
        if not math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12):
            return f"step {step}: printed {found}, expected {expected}\n{code}", n
    return None, n


def main():
    print(f"1..{len(NETS)}")
    print(f"# with {IMPLEMENTATION}")
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, net in enumerate(NETS, 1):
            wrong, n = check(write_project(folder, *net))
            failed += wrong is not None
            print(f"{'not ok' if wrong else 'ok'} {number} - {net[0]}, {n} steps")
            if wrong:
                print("# " + wrong.replace("\n", "\n# "))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
