#!/usr/bin/env python3
"""Exports PyTorch scripts and lets them train: one update and a few epochs end at the program's own
weights, on one process and on two under torchrun. Before training they predict from raw rows what
the program predicts.

usage: pytorch-script.py PROGRAM SAMPLES

SPDX-License-Identifier: MIT
"""
import contextlib
import importlib.util
import io
import json
import math
import os
import subprocess
import sys
import tempfile

import exported_models as models

try:
    import numpy as np
    import torch
except ImportError:
    print("1..0 # SKIP PyTorch is not installed")
    sys.exit(0)

# (name, optimizer, schedule)
OPTIMIZERS = [
    ("sgd", "sgd", "constant"),
    ("momentum", {"name": "sgd", "momentum": 0.9}, {"name": "power", "s": 5, "c": 1}),
    ("nesterov", {"name": "sgd", "momentum": 0.8, "nesterov": True, "clipnorm": 0.01},
     {"name": "exponential", "s": 7}),
    ("rmsprop", {"name": "rmsprop", "momentum": 0.5}, {"name": "step", "factor": 0.5, "every": 3}),
    ("adagrad", "adagrad", {"name": "cosine", "total_steps": 9, "alpha": 0.1}),
    ("adam", {"name": "adam", "clipnorm": 0.5}, {"name": "one_cycle", "initial": 0.001,
                                                 "final": 1e-6, "total_steps": 10,
                                                 "last_steps": 2}),
    ("adamw", {"name": "adamw", "weight_decay": 0.01}, "constant"),
]
UPDATE, EPOCHS = 1e-10, 1e-9
# Without them the torchrun of PyTorch 1.13 fails on Python 3.11.
LOGS = ["--redirects", "1", "--tee", "1"]
SCRIPTS = 0


def made():
    """One project for each optimizer; losses and layers take turns."""
    layers = models.layer
    nets = [
        ([layers(4, "tanh", l2=0.01), layers(2, "linear")], "mse", models.TARGETS, {}),
        ([layers(3, "softplus", l1=0.02), layers(2, "linear")], "mae", models.TARGETS,
         {"scale_targets": True}),
        ([layers(3, {"name": "elu", "alpha": 0.7}, use_bias=False), layers(2, "linear")],
         {"name": "huber", "delta": 0.8}, models.TARGETS, {"validation_fraction": 0.3}),
        ([layers(5, "swish"), layers(2, "softmax")], "categorical_crossentropy", models.SHARES, {}),
        ([layers(3, "gelu"), layers(3, "selu"), layers(2, "sigmoid")], "binary_crossentropy",
         models.SHARES, {"validation_fraction": 0.2}),
        ([layers(4, {"name": "leaky_relu", "alpha": 0.01}), layers(2, "softmax")], "mse",
         models.TARGETS, {}),
        ([layers(4, "softsign", trainable=False), layers(3, "sigmoid"), layers(2, "linear")],
         "mse", models.TARGETS, {}),
    ]
    for (name, optimizer, schedule), (net, loss, targets, data) in zip(OPTIMIZERS, nets):
        project = models.inline(name, net, loss, targets, scaling="standard", **data)
        project["training"].update(optimizer=optimizer, schedule=schedule, learning_rate=0.02,
                                   seed=7)
        yield project


def script_of(program, project, folder):
    path = os.path.join(folder, "net.py")
    models.run(program, "export", project, "--target", "pytorch", "--output", path)
    return path


def load(path):
    global SCRIPTS
    SCRIPTS += 1
    spec = importlib.util.spec_from_file_location(f"script{SCRIPTS}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def weights_of(program, project):
    path = project + ".json"
    models.run(program, "export", project, "--output", path)
    with open(path) as file:
        return [layer[name] for layer in json.load(file)["layers"] for name in ("kernel", "bias")
                if layer[name] is not None]


def compare(program, project, reached, epochs, tolerance):
    """The weights of a script, taken back by import, and those of as many epochs here."""
    here, there = project + ".here.chainrule", project + ".there.chainrule"
    models.run(program, "train", project, "--epochs", str(epochs), "--output", here)
    models.run(program, "import", project, "--weights", reached, "--output", there)
    before = weights_of(program, project)
    moved = 0
    for i, (ours, theirs, old) in enumerate(zip(weights_of(program, here),
                                                weights_of(program, there), before)):
        error = np.max(np.abs(np.array(ours) - theirs) / np.maximum(1, np.abs(ours)))
        moved += np.any(np.array(old) != theirs)
        assert error <= tolerance, f"array {i}: the weights differ by {error}"
    assert moved, "nothing was trained"


def check_training(program, project, folder):
    for size, shuffle, epochs, tolerance in ((1000, False, 1, UPDATE), (3, True, 3, EPOCHS)):
        with open(project) as file:
            changed = json.load(file)
        changed["training"].update(batch_size=size, shuffle=shuffle, epochs=epochs)
        with open(project, "w") as file:
            json.dump(changed, file)
        script = load(script_of(program, project, folder))
        reached = os.path.join(folder, "reached.npz")
        with contextlib.redirect_stdout(io.StringIO()):
            script.main(["--output", reached])
        compare(program, project, reached, epochs, tolerance)


def check_processes(program, project, folder):
    """The project as check_training() leaves it."""
    path = script_of(program, project, folder)
    for count in (1, 2):
        reached = os.path.join(folder, f"reached{count}.npz")
        done = subprocess.run(
            [sys.executable, "-m", "torch.distributed.run", "--nproc_per_node", str(count),
             "--standalone", *LOGS, "--log_dir", folder, path, "--output", reached],
            capture_output=True, text=True, env={**os.environ, "OMP_NUM_THREADS": "1"})
        assert done.returncode == 0, done.stderr[-2000:]
        compare(program, project, reached, 3, EPOCHS)


def check_predictions(program, project, data, folder):
    script = load(script_of(program, project, folder))
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        script.main(["--predict", "--data", data])
    _, *found = [line.split(",") for line in out.getvalue().splitlines()]
    found = [[math.nan if cell == "NA" else float(cell) for cell in row] for row in found]
    labels, expected = models.predicted(program, project, data)
    if labels is not None and len(found[0]) == 1:
        found = [[1 - row[0], row[0]] for row in found]
    wrong = models.differs(found, expected, 1e-12, 1e-14)
    assert wrong is None, wrong


def main():
    program, samples = map(os.path.abspath, sys.argv[1:3])
    names, problems = [], {}

    def attempt(name, check, *details):
        names.append(name)
        try:
            check(*details)
        except Exception as problem:
            problems[name] = f"{type(problem).__name__}: {problem}"

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        for number, project in enumerate(made()):
            path, data = models.write_made(folder, number, project)
            attempt("trains with " + project["name"], check_training, program, path, folder)
        attempt("several processes", check_processes, program, path, folder)
        for name, project, data in models.write_projects(program, samples, folder):
            attempt("predicts " + name, check_predictions, program, project, data, folder)
    return models.report(problems, names)


if __name__ == "__main__":
    sys.exit(main())
