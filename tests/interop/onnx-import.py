#!/usr/bin/env python3
"""Imports .onnx files that PyTorch writes, and such as converters of Keras write; the program then
predicts what PyTorch does. What cannot be imported is refused by the node's name.

usage: onnx-import.py PROGRAM

SPDX-License-Identifier: MIT
"""
import json
import os
import subprocess
import sys
import tempfile

import exported_models as models

try:
    import numpy as np
    import onnx
    import torch
    from onnx import helper, numpy_helper
except ImportError as missing:
    print(f"1..0 # SKIP {missing}")
    sys.exit(0)

FEATURES = [[0.5, -1.25, 2], [1.5, 0.3, -3], [-0.7, 2, 0.25], [0.1, 0.9, -6], [-4.5, 5, 0],
            [0, 0, 0], [12, -8, 7.5]]
LINEAR, RELU = torch.nn.Linear, torch.nn.ReLU
ACTIVATIONS = [torch.nn.Identity(), RELU(), torch.nn.LeakyReLU(0.01), torch.nn.LeakyReLU(0.3),
               torch.nn.ELU(), torch.nn.ELU(0.7), torch.nn.SELU(), torch.nn.Sigmoid(),
               torch.nn.Tanh(), torch.nn.Softplus(), torch.nn.Softsign(), torch.nn.SiLU(),
               torch.nn.GELU(), torch.nn.Softmax(dim=1)]


class Skip(torch.nn.Module):
    """A net with a connection that skips a layer."""

    def __init__(self):
        super().__init__()
        self.first, self.second = LINEAR(3, 3), LINEAR(3, 2)

    def forward(self, x):
        return self.second(x + torch.relu(self.first(x)))


class Convolution(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.first = torch.nn.Conv1d(1, 2, 3)

    def forward(self, x):
        return self.first(x.unsqueeze(1)).flatten(1)


# (name, module, the message)
REFUSED = [
    ("convolution", Convolution(), "(Unsqueeze): expected Gemm, MatMul, Add or an activation"),
    ("normalization", torch.nn.Sequential(LINEAR(3, 4), torch.nn.LayerNorm(4), LINEAR(4, 2)),
     "(ReduceMean): expected Gemm, MatMul, Add or an activation"),
    ("skipped layer", Skip(), "(Add): expected a chain of layers, found one that skips a layer"),
    ("another activation", torch.nn.Sequential(LINEAR(3, 4), torch.nn.Mish(), LINEAR(4, 2)),
     "is no activation there is; expected one of linear, relu"),
    ("wrong width", torch.nn.Sequential(LINEAR(5, 4), RELU(), LINEAR(4, 2)),
     "0.weight: expected shape [3, 4] to read the features, found [5, 4]"),
    ("wrong end", torch.nn.Sequential(LINEAR(3, 4), RELU(), LINEAR(4, 3)),
     "2.weight: expected shape [4, 2] for the targets, found [4, 3]"),
]


def describe(module):
    return " ".join([type(module).__name__] + [str(getattr(module, name)) for name in
                                               ("negative_slope", "alpha") if hasattr(module, name)])


def export(module, path, width=3):
    kind = next(module.parameters()).dtype
    torch.onnx.export(module, torch.zeros(1, width, dtype=kind), path, opset_version=13,
                      input_names=["x"], output_names=["y"])


def converted(path):
    """As tf2onnx writes Dense layers: MatMul and Add, SiLU as Mul and Sigmoid, float_data, and the
    rest in another order."""
    random = np.random.default_rng(5)
    shapes = {"k1": (3, 5), "b1": (5,), "k2": (5, 1), "b2": (1,), "k3": (1, 2)}
    arrays = {name: random.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    nodes = [helper.make_node("Flatten", ["x"], ["f"]),
             helper.make_node("MatMul", ["f", "k1"], ["m1"], "dense/MatMul"),
             helper.make_node("Add", ["b1", "m1"], ["z1"], "dense/BiasAdd"),
             helper.make_node("Sigmoid", ["z1"], ["s1"]),
             helper.make_node("Mul", ["s1", "z1"], ["a1"]),
             helper.make_node("MatMul", ["a1", "k2"], ["m2"]),
             helper.make_node("Add", ["m2", "b2"], ["z2"]),
             helper.make_node("Max", ["z2", "zero"], ["a2"]),
             helper.make_node("Dropout", ["a2"], ["d2"]),
             helper.make_node("MatMul", ["d2", "k3"], ["y"])]
    values = [helper.make_tensor(name, onnx.TensorProto.FLOAT, array.shape, array.ravel().tolist())
              for name, array in arrays.items()]
    values.append(numpy_helper.from_array(np.array(0, np.float32), "zero"))
    info = helper.make_tensor_value_info
    graph = helper.make_graph(nodes, "g", [info("x", onnx.TensorProto.FLOAT, [None, 3])],
                              [info("y", onnx.TensorProto.FLOAT, [None, 2])], values)
    onnx.save(helper.make_model(graph), path)
    x = np.array(FEATURES)
    z = x @ arrays["k1"].astype(float) + arrays["b1"]
    z = z / (1 + np.exp(-z)) @ arrays["k2"].astype(float) + arrays["b2"]
    return np.maximum(z, 0) @ arrays["k3"].astype(float)


def imported(program, folder, weights):
    output = os.path.join(folder, "imported.chainrule")
    models.run(program, "import", os.path.join(folder, "p.chainrule"), "--layers", "--weights",
               weights, "--output", output)
    return models.predicted(program, output, os.path.join(folder, "p.csv"))[1]


def check_torch(program, folder, activation, kind, relative):
    path = os.path.join(folder, "torch.onnx")
    module = torch.nn.Sequential(LINEAR(3, 6), activation, LINEAR(6, 1, bias=False), activation,
                                 LINEAR(1, 2), activation).to(kind)
    export(module, path)
    with torch.no_grad():
        expected = module(torch.tensor(FEATURES, dtype=kind)).double().numpy()
    size = abs(expected).max()
    wrong = models.differs(imported(program, folder, path), expected.tolist(), relative,
                           relative * size)
    assert wrong is None, wrong


def check_converted(program, folder):
    path = os.path.join(folder, "converted.onnx")
    expected = converted(path)
    wrong = models.differs(imported(program, folder, path), expected.tolist(), 1e-12, 1e-14)
    assert wrong is None, wrong


def check_refused(program, folder, module, message):
    path = os.path.join(folder, "refused.onnx")
    output = os.path.join(folder, "refused.chainrule")
    export(module, path, 5 if "[5, 4]" in message else 3)
    found = subprocess.run([program, "import", os.path.join(folder, "p.chainrule"), "--layers",
                            "--weights", path, "--output", output], stderr=subprocess.PIPE,
                           text=True)
    assert found.returncode == 1 and message in found.stderr, found.stderr
    assert not os.path.exists(output)


def checks(program, folder):
    """Yields (name, function)."""
    for activation in ACTIVATIONS:
        yield (f"{describe(activation)}, float32",
               lambda a=activation: check_torch(program, folder, a, torch.float32, 2e-6))
        yield (f"{describe(activation)}, float64",
               lambda a=activation: check_torch(program, folder, a, torch.float64, 1e-12))
    yield "converted", lambda: check_converted(program, folder)
    for name, module, message in REFUSED:
        yield name, lambda m=module, t=message: check_refused(program, folder, m, t)


def main():
    program = os.path.abspath(sys.argv[1])
    torch.manual_seed(1)
    names, problems = [], {}
    with tempfile.TemporaryDirectory() as folder:
        rows = [row + [0, 1] for row in FEATURES]
        project = models.inline("p", [models.layer(2, "linear")], "mse", [[0, 1]] * len(FEATURES))
        project["data"]["source"]["rows"] = rows
        path, data = models.write_made(folder, "p", project)
        assert os.path.basename(path) == "p.chainrule" and os.path.basename(data) == "p.csv"
        for name, check in checks(program, folder):
            names.append(name)
            try:
                check()
            except (AssertionError, subprocess.CalledProcessError) as problem:
                problems[name] = problem
    return models.report(problems, names)


if __name__ == "__main__":
    sys.exit(main())
