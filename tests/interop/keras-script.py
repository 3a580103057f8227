#!/usr/bin/env python3
"""Exports Keras scripts. With TensorFlow they train, by the tape and by fit, and predict what the
program predicts. Without it they are compiled and loaded, and the rows they encode, the batches
they make and the numbers of their layers compared with those of the PyTorch script.

usage: keras-script.py PROGRAM SAMPLES

SPDX-License-Identifier: MIT
"""
import contextlib
import importlib.util
import io
import math
import os
import sys
import tempfile
import types
import unittest.mock

import exported_models as models

try:
    import numpy as np
except ImportError:
    print("1..0 # SKIP numpy is not installed")
    sys.exit(0)
try:
    import tensorflow
    HAS_TENSORFLOW = tensorflow is not None
except ImportError:
    HAS_TENSORFLOW = False
    stand_in = unittest.mock.MagicMock()
    stand_in.keras.optimizers.schedules.LearningRateSchedule = object
    sys.modules["tensorflow"] = stand_in
try:
    import torch
    HAS_TORCH = torch is not None
except ImportError:
    HAS_TORCH = False


def script_of(program, project, folder, target):
    path = os.path.join(folder, f"{target}_net.py")
    models.run(program, "export", project, "--target", target, "--output", path)
    spec = importlib.util.spec_from_file_location(target, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check_like_pytorch(program, project, data, folder):
    keras = script_of(program, project, folder, "keras")
    assert isinstance(keras.main, types.FunctionType)
    rows = keras.read_rows(data)
    x = keras.encode(rows, keras.INPUTS)
    weights = np.load(keras.WEIGHTS)
    for i, layer in enumerate(keras.LAYERS, 1):
        assert weights[f"layer{i}_kernel"].shape[1] == layer.units
        assert (f"layer{i}_bias" in weights) == layer.bias
    assert x.shape[1] == weights["layer1_kernel"].shape[0]
    if not HAS_TORCH:
        return
    pytorch = script_of(program, project, folder, "pytorch")
    np.testing.assert_array_equal(x, pytorch.encode(pytorch.read_rows(data), pytorch.INPUTS))
    whole = ~np.isnan(np.hstack([x, keras.encode(rows, keras.OUTPUTS)])).any(axis=1)
    assert keras.split(whole) == pytorch.split(whole)
    assert keras.batches(list(range(20)), 3) == pytorch.batches(list(range(20)), 3)
    assert [keras.learning_rate(t) for t in range(5)] == [pytorch.learning_rate(t)
                                                          for t in range(5)]


def check_with_tensorflow(program, project, data, folder):
    keras = script_of(program, project, folder, "keras")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        keras.main(["--predict", "--data", data])
        reached = os.path.join(folder, "reached.npz")
        for how in ([], ["--fit"]):
            keras.main(["--epochs", "1", "--output", reached, *how])
            models.run(program, "import", project, "--weights", reached, "--output",
                       os.path.join(folder, "there.chainrule"))
    lines = out.getvalue().split("epoch ")[0].splitlines()[1:]
    found = [[math.nan if cell == "NA" else float(cell) for cell in line.split(",")]
             for line in lines]
    labels, expected = models.predicted(program, project, data)
    if labels is not None and len(found[0]) == 1:
        found = [[1 - row[0], row[0]] for row in found]
    wrong = models.differs(found[:len(expected)], expected, 1e-9, 1e-12)
    assert wrong is None, wrong


def main():
    program, samples = map(os.path.abspath, sys.argv[1:3])
    check = check_with_tensorflow if HAS_TENSORFLOW else check_like_pytorch
    names, problems = [], {}
    with tempfile.TemporaryDirectory() as folder:
        for name, project, data in models.write_projects(program, samples, folder):
            names.append(name)
            try:
                check(program, project, data, folder)
            except Exception as problem:
                problems[name] = f"{type(problem).__name__}: {problem}"
    return models.report(problems, names)


if __name__ == "__main__":
    sys.exit(main())
