#!/usr/bin/env python3
"""Weights that numpy and PyTorch wrote come into a project, which then predicts what they predict;
and what the program writes they read.

usage: weights-import.py PROGRAM

SPDX-License-Identifier: MIT
"""
import json
import os
import struct
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError:
    print("1..0 # SKIP numpy is not installed")
    sys.exit(0)
try:
    import torch
except ImportError:
    torch = None

random = np.random.default_rng(5)
SHAPES = [(3, 4), (4,), (4, 5), (5,), (5, 2), (2,)]
NAMES = ["layer1_kernel", "layer1_bias", "layer2_kernel", "layer2_bias", "layer3_kernel",
         "layer3_bias"]
TYPES = {"F64": "<f8", "F32": "<f4", "F16": "<f2"}


def run(program, *arguments):
    return subprocess.run([program, *arguments], capture_output=True, text=True)


def write_project(folder):
    path = os.path.join(folder, "p.chainrule")
    rows = random.normal(size=(6, 5)).round(3).tolist()
    with open(path, "w") as file:
        json.dump({"format": "chainrule", "version": 1, "name": "p",
                   "data": {"source": {"kind": "inline", "columns": ["a", "b", "c", "u", "v"],
                                       "rows": rows},
                            "features": ["a", "b", "c"], "targets": ["u", "v"]},
                   "network": {"layers": [{"units": 4, "activation": "tanh"},
                                          {"units": 5, "activation": "relu"},
                                          {"units": 2, "activation": "linear"}]}}, file)
    return path


def new_weights():
    return [random.normal(size=shape) for shape in SHAPES]


def write_safetensors(path, named, kind="F64"):
    header, data = {}, b""
    for name, array in named.items():
        if kind == "BF16":
            raw = (np.ascontiguousarray(array, "<f4").view("<u4") >> 16).astype("<u2").tobytes()
        else:
            raw = np.ascontiguousarray(array, TYPES[kind]).tobytes()
        header[name] = {"dtype": kind, "shape": list(array.shape),
                        "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def rounded(array, kind):
    if kind == "BF16":
        bits = np.ascontiguousarray(array, "<f4").view("<u4") & 0xffff0000
        return bits.view("<f4").astype(float)
    return array.astype(TYPES[kind]).astype(float)


def read_back(program, project):
    path = project + ".json"
    done = run(program, "export", project, "--output", path)
    assert done.returncode == 0, done.stderr
    with open(path) as file:
        return [np.array(layer[name]) for layer in json.load(file)["layers"]
                for name in ("kernel", "bias")]


def check_import(program, project, weights_file, expected):
    there = weights_file + ".chainrule"
    done = run(program, "import", project, "--weights", weights_file, "--output", there)
    assert done.returncode == 0, done.stderr
    for found, array in zip(read_back(program, there), expected):
        assert np.array_equal(found, array), "other weights came in"


def npz(save, change=lambda array: array):
    def check(program, project, folder):
        weights = [change(array) for array in new_weights()]
        path = os.path.join(folder, "w.npz")
        save(path, **dict(zip(NAMES, weights)))
        check_import(program, project, path, [array.astype(float) for array in weights])
    return check


def check_get_weights(program, project, folder):
    weights = new_weights()
    path = os.path.join(folder, "w.npz")
    np.savez(path, *weights)
    check_import(program, project, path, weights)


def safetensors(kind):
    def check(program, project, folder):
        weights = new_weights()
        path = os.path.join(folder, "w.safetensors")
        write_safetensors(path, dict(zip(NAMES, weights)), kind)
        check_import(program, project, path, [rounded(array, kind) for array in weights])
    return check


def check_state_dict(program, project, folder):
    """A PyTorch model, its state_dict as .safetensors, and its predictions."""
    torch.manual_seed(3)
    model = torch.nn.Sequential(torch.nn.Linear(3, 4), torch.nn.Tanh(), torch.nn.Linear(4, 5),
                                torch.nn.ReLU(), torch.nn.Linear(5, 2)).double()
    path = os.path.join(folder, "state.safetensors")
    there = os.path.join(folder, "state.chainrule")
    rows = random.normal(size=(7, 3))
    write_safetensors(path, {name: tensor.numpy() for name, tensor in model.state_dict().items()})
    assert run(program, "import", project, "--weights", path, "--output", there).returncode == 0
    data, out = os.path.join(folder, "rows.csv"), os.path.join(folder, "out.csv")
    np.savetxt(data, rows, delimiter=",", header="a,b,c", comments="", fmt="%.17g")
    assert run(program, "predict", there, "--data", data, "--output", out).returncode == 0
    with torch.no_grad():
        expected = model(torch.tensor(rows)).numpy()
    np.testing.assert_allclose(np.loadtxt(out, delimiter=",", skiprows=1), expected, rtol=1e-12)


def check_written(program, project, folder):
    """What is exported as .safetensors, read by its own description of the format."""
    path = os.path.join(folder, "ours.safetensors")
    assert run(program, "export", project, "--output", path).returncode == 0
    with open(path, "rb") as file:
        length, = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    assert (8 + length) % 8 == 0
    model = json.loads(header.pop("__metadata__")["model"])
    assert [layer["activation"] for layer in model["layers"]] == ["tanh", "relu", "linear"]
    end = 0
    for entry in header.values():
        assert entry["dtype"] == "F64" and entry["data_offsets"][0] == end
        end = entry["data_offsets"][1]
    assert end == len(data)
    for name, expected in zip(NAMES, read_back(program, project)):
        begin, end = header[name]["data_offsets"]
        found = np.frombuffer(data[begin:end], "<f8").reshape(header[name]["shape"])
        assert np.array_equal(found, expected), name


def check_refused(program, project, folder):
    for array, word in ((np.ones((6, 4)), "expected shape [3, 4], found [6, 4]"),
                        (np.ones((3, 4), int), "float64"),
                        (np.array([[None]]), "float64"),
                        (np.full((3, 4), np.nan), "expected a finite number, found NaN"),
                        (np.zeros((8000, 9000), np.float16), "numbers in all arrays")):
        path = os.path.join(folder, "bad.npz")
        weights = dict(zip(NAMES, new_weights()))
        weights["layer1_kernel"] = array
        np.savez_compressed(path, **weights)
        done = run(program, "import", project, "--weights", path, "--output", path + ".chainrule")
        assert done.returncode == 1 and word in done.stderr, f"{word}: {done.stderr}"
        assert not os.path.exists(path + ".chainrule")


CHECKS = [
    ("npz", npz(np.savez)),
    ("npz, compressed", npz(np.savez_compressed)),
    ("npz, Fortran order", npz(np.savez, np.asfortranarray)),
    ("npz, float32", npz(np.savez, lambda array: array.astype(np.float32))),
    ("npz, big-endian", npz(np.savez, lambda array: array.astype(">f8"))),
    ("npz, float16 big-endian", npz(np.savez, lambda array: array.astype(">f2"))),
    ("npz of get_weights", check_get_weights),
    *((f"safetensors {kind}", safetensors(kind)) for kind in ("F64", "F32", "F16", "BF16")),
    ("safetensors as written", check_written),
    ("refused", check_refused),
]


def main():
    program = os.path.abspath(sys.argv[1])
    checks = CHECKS + ([("state_dict of PyTorch", check_state_dict)] if torch else [])
    failed = 0
    print(f"1..{len(checks)}")
    for number, (name, check) in enumerate(checks, 1):
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(program, write_project(folder), folder)
                print(f"ok {number} {name}")
            except AssertionError as problem:
                failed = 1
                print("# " + str(problem).replace("\n", "\n# "))
                print(f"not ok {number} {name}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
