#!/usr/bin/env python3
"""Exports trained models as .npz, .json and .csv; each alone is enough to predict raw rows.

usage: numpy-npz.py PROGRAM FOLDER

FOLDER holds the sample data. Raw rows are read here, made into numbers as the exported model says,
and the predictions compared with the program's own.

SPDX-License-Identifier: MIT
"""
import csv
import datetime
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
# (name, data, arguments of new)
NETS = [
    ("classes", "iris", ["--layers", "8 relu, 3 softmax", "--target", "species"]),
    ("regression", "iris", ["--layers", "5 tanh, 4 sigmoid, 1 linear", "--target", "petal_width",
                            "--features", "sepal_length,species,petal_length"]),
    ("two classes", "breast_cancer", ["--layers", "4 tanh, 1 sigmoid", "--scaling", "minmax"]),
    ("dropped rows", "penguins", []),
    ("filled in", "penguins", ["--missing", "mean", "--missing", "sex=most_frequent",
                               "--kind", "year=category"]),
    ("levels", "penguins", ["--missing", "mean", "--missing", "sex=category",
                            "--encoding", "island=ordinal", "--encoding", "sex=ordinal"]),
    ("level of its own", "penguins", ["--target", "body_mass_g", "--missing", "mean",
                                      "--missing", "sex=category",
                                      "--missing", "body_mass_g=drop"]),
    ("dates", "dates", ["--missing", "mean"]),
]
MISSING = ("", "NA")
FORMS = {"YYYY-MM-DD": "%Y-%m-%d", "DD.MM.YYYY": "%d.%m.%Y"}


def run(program, *arguments):
    subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL)


def days(text, form):
    return float((datetime.datetime.strptime(text, FORMS[form]) - datetime.datetime(1970, 1, 1)).days)


def write_dates(path):
    """Dates in two forms, one of them missing now and then."""
    with open(path, "w") as file:
        print("day,other,y", file=file)
        for i in range(60):
            day = datetime.date(2020, 1, 1) + datetime.timedelta(days=i * 17)
            print(f"{day:%d.%m.%Y},{'' if i % 5 == 0 else f'{day:%Y-%m-%d}'},{i % 7}.5", file=file)


def from_json(model, rows):
    columns = []
    for feature in model["inputs"]:
        fill = feature.get("fill")
        cells = [row[feature["column"]] for row in rows]
        cells = [fill if cell in MISSING else cell for cell in cells]
        if "date_form" in feature:
            values = np.array([[cell if cell == fill else days(cell, feature["date_form"])]
                               for cell in cells])
        elif "levels" not in feature:
            values = np.array([[np.nan if cell is None else float(cell)] for cell in cells])
        elif feature["encoding"] == "one_hot":
            values = np.array([[np.nan if cell is None else float(cell == level)
                                for level in feature["levels"]] for cell in cells])
        else:
            values = np.array([[float(feature["levels"].index(cell))] for cell in cells])
        if "scale" in feature:
            values = (values - feature["offset"]) / feature["scale"]
        columns.append(values)
    return np.hstack(columns)


def npz_value(arrays, j, cell):
    encoding = arrays["input_encoding"][j]
    if cell in MISSING:
        return arrays["input_fill"][j]
    if encoding == "one_hot":
        return float(cell == arrays["input_level"][j])
    if encoding == "date":
        return days(cell, arrays["input_level"][j])
    if encoding == "ordinal":
        mine = arrays["input_order_column"] == arrays["input_column"][j]
        return float(list(arrays["input_order"][mine]).index(cell))
    return float(cell)


def from_npz(arrays, rows):
    names = arrays["input_column"]
    values = np.array([[npz_value(arrays, j, row[names[j]]) for j in range(len(names))]
                       for row in rows])
    return (values - arrays["input_offset"]) / arrays["input_scale"]


def csv_value(said, j, row):
    name = said["input_offset", j][1]
    codes = said.get(("input_code", j), {})
    column = next(iter(codes)).split("=")[0] if codes else name.split("=")[0]
    cell = row[column]
    if cell in MISSING:
        return said.get(("input_fill", j), (np.nan,))[0]
    if ("input_date", j) in said:
        return days(cell, said["input_date", j][1])
    if codes:
        return codes[f"{column}={cell}"]
    return float(name == f"{column}={cell}") if "=" in name else float(cell)


def from_csv(lines, rows):
    said = {}
    for line in lines:
        if line["parameter"] == "input_code":
            codes = said.setdefault(("input_code", int(line["input"])), {})
            codes[line["name"]] = float(line["value"])
        elif line["parameter"].startswith("input_"):
            said[line["parameter"], int(line["input"])] = (float(line["value"]), line["name"])
    inputs = sorted(j for parameter, j in said if parameter == "input_offset")
    offset, scale = (np.array([said[name, j][0] for j in inputs])
                     for name in ("input_offset", "input_scale"))
    values = np.array([[csv_value(said, j, row) for j in inputs] for row in rows])
    return (values - offset) / scale


def forward(model, weights, x):
    for number, layer in enumerate(model["layers"], 1):
        z = x @ weights[f"layer{number}_kernel"] + weights[f"layer{number}_bias"]
        x = ACTIVATIONS[layer["activation"]](z)
    return x


def check_weights(model, weights, lines):
    for number, layer in enumerate(model["layers"], 1):
        for name in ("kernel", "bias"):
            array = weights[f"layer{number}_{name}"]
            assert array.dtype == np.float64 and array.flags.c_contiguous
            assert (array == np.array(layer[name])).all(), "the .npz and the .json differ"
    table = [float(line["value"]) for line in lines if line["parameter"] in ("kernel", "bias")]
    flat = np.concatenate([weights[f"layer{n}_{name}"].ravel()
                           for n in range(1, len(model["layers"]) + 1)
                           for name in ("kernel", "bias")])
    assert (np.array(table) == flat).all(), "the .npz and the .csv differ"


def check(program, data, folder, arguments):
    path = {name: os.path.join(folder, name) for name in
            ("p.chainrule", "t.chainrule", "w.npz", "again.npz", "m.json", "w.csv", "out.csv")}
    run(program, "new", "--data", data, *arguments, "--output", path["p.chainrule"])
    run(program, "train", path["p.chainrule"], "--epochs", "3", "--output", path["t.chainrule"])
    for name in ("w.npz", "again.npz", "m.json", "w.csv"):
        run(program, "export", path["t.chainrule"], "--output", path[name])
    run(program, "predict", path["t.chainrule"], "--data", data, "--output", path["out.csv"])

    model = json.load(open(path["m.json"]))
    weights = np.load(path["w.npz"])
    lines = list(csv.DictReader(open(path["w.csv"])))
    rows = list(csv.DictReader(open(data)))
    check_weights(model, weights, lines)
    got = list(csv.reader(open(path["out.csv"])))[1:]
    start = 1 if model["classes"] else 0
    kept = [i for i, row in enumerate(got) if row[0] != "NA"]
    numbers = np.array([[float(cell) for cell in got[i][start:]] for i in kept])
    assert len(got) == len(rows)
    for encode, source in ((from_json, model), (from_npz, weights), (from_csv, lines)):
        x = encode(source, rows)
        assert x.shape[1] == len(model["input_names"]) == len(weights["input_offset"])
        assert kept == [i for i in range(len(rows)) if not np.isnan(x[i]).any()]
        y = forward(model, weights, x[kept]) * weights["output_scale"] + weights["output_offset"]
        if model["classes"] and y.shape[1] == 1:
            y = np.hstack([1 - y, y])
        np.testing.assert_allclose(numbers, y, rtol=1e-12, atol=1e-14)
        if model["classes"]:
            assert [got[i][0] for i in kept] == [model["classes"][k] for k in y.argmax(axis=1)]
    assert open(path["w.npz"], "rb").read() == open(path["again.npz"], "rb").read(), \
        "equal projects give different bytes"


def find_data(samples, folder, name):
    if name == "dates":
        path = os.path.join(folder, "dates.csv")
        write_dates(path)
        return path
    return os.path.join(samples, f"{name}.csv")


def main():
    program, samples = map(os.path.abspath, sys.argv[1:3])
    failed = 0
    print(f"1..{len(NETS)}")
    for number, (name, data, arguments) in enumerate(NETS, 1):
        with tempfile.TemporaryDirectory() as folder:
            try:
                check(program, find_data(samples, folder, data), folder, arguments)
                print(f"ok {number} {name}")
            except (AssertionError, subprocess.CalledProcessError, KeyError, ValueError) as problem:
                failed = 1
                print("\n".join(f"# {line}" for line in str(problem).splitlines()))
                print(f"not ok {number} {name}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
