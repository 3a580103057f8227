"""Projects whose exports are checked, their raw rows, and the predictions the program itself makes.

SPDX-License-Identifier: MIT
"""
import csv
import datetime
import json
import math
import os
import subprocess

MISSING = ("", "NA")
FLOAT32_EPSILON = 2.0**-23
FORMS = {"YYYY-MM-DD": "%Y-%m-%d", "DD.MM.YYYY": "%d.%m.%Y"}
ACTIVATIONS = ["linear", "relu", "leaky_relu", {"name": "leaky_relu", "alpha": 0.01}, "elu",
               {"name": "elu", "alpha": 0.7}, "selu", "sigmoid", "tanh", "softplus", "softsign",
               "swish", "gelu", "softmax"]
# Values of one feature: small, large, whole and far from 0.
NUMBERS = [[0.5, -120.25, 2019.5], [1.5, 30.3, 2020], [-0.7, 200, 2021.25], [0.1, 90.9, 2022],
           [-1.1, -44.4, 2023], [1e-3, 1, 2018], [-1e-9, 7.75, 2024], [25, -30, 2016.5],
           [-40, 3, 2030], [0, 0, 2000]]
TARGETS = [[1.5, 20], [-0.5, 30], [2.5, 10], [0.25, 44], [-1.75, 21], [3, 22], [0.125, 5], [2, 8],
           [0.75, 60], [1.25, 13]]
SHARES = [[1, 0], [0, 1], [1, 0], [0.5, 0.5], [0, 1], [1, 0], [1, 0], [0, 1], [0, 1], [1, 0]]
# (name, sample or "dates", arguments of new)
SAMPLES = [
    ("classes", "iris", ["--layers", "8 relu, 3 softmax", "--target", "species"]),
    ("a feature of classes", "iris", ["--layers", "5 tanh, 4 sigmoid, 1 linear", "--target",
                                      "petal_width", "--features",
                                      "sepal_length,species,petal_length"]),
    ("only categories", "penguins", ["--target", "bill_length_mm", "--features", "species,island"]),
    ("two classes", "breast_cancer", ["--layers", "4 tanh, 1 sigmoid", "--scaling", "minmax"]),
    ("dropped rows", "penguins", []),
    ("filled in", "penguins", ["--missing", "mean", "--missing", "sex=most_frequent",
                               "--kind", "year=category"]),
    ("levels", "penguins", ["--missing", "mean", "--missing", "sex=category",
                            "--encoding", "island=ordinal", "--encoding", "sex=ordinal",
                            "--kind", "year=category", "--encoding", "year=ordinal"]),
    ("level of its own", "penguins", ["--target", "body_mass_g", "--missing", "mean",
                                      "--missing", "sex=category",
                                      "--missing", "body_mass_g=drop"]),
    ("dates", "dates", ["--missing", "mean"]),
]


def layer(units, activation, **options):
    return dict({"units": units, "activation": activation, "bias_initializer": "random_normal"},
                **options)


def describe(activation):
    if isinstance(activation, str):
        return activation
    return " ".join(str(value) for value in activation.values())


def inline(name, layers, loss, targets, columns=("y", "y2"), **data):
    names = [column for column, _ in zip(columns, targets[0])]
    return {"format": "chainrule", "version": 1, "name": name,
            "data": dict({"source": {"kind": "inline", "columns": ["a", "b", "label"] + names,
                                     "rows": [x + y for x, y in zip(NUMBERS, targets)]},
                          "features": ["a", "b", "label"], "targets": names}, **data),
            "network": {"seed": 3, "layers": layers}, "training": {"loss": loss}}


def made_projects():
    """Every activation inside a net and at its end, every loss, every scaling, odd shapes."""
    for activation in ACTIVATIONS:
        yield inline("hidden " + describe(activation),
                     [layer(4, activation), layer(5, activation, dropout=0.5), layer(2, "linear")],
                     "mse", TARGETS, scaling="standard")
        yield inline("output " + describe(activation), [layer(7, "tanh"), layer(2, activation)],
                     "mse", TARGETS, scaling="standard")
    for loss in ("mae", {"name": "huber", "delta": 0.8}):
        yield inline("loss " + describe(loss), [layer(3, "relu"), layer(2, "linear")], loss, TARGETS,
                     scaling="minmax", scale_targets=True)
    yield inline("shares", [layer(3, "relu"), layer(2, "softmax")], "categorical_crossentropy",
                 SHARES, scaling="minmax")
    yield inline("independent", [layer(2, "sigmoid")], "binary_crossentropy", SHARES,
                 scaling="standard")
    words = [["no"] if row[0] < 0.5 else ["yes \"indeed\""] for row in SHARES]
    yield inline("two outputs", [layer(2, "softmax")], "categorical_crossentropy", words,
                 scaling="standard")
    yield inline("no bias", [layer(1, "relu", use_bias=False), layer(1, "tanh", use_bias=False),
                             layer(1, "linear")], "mse", [row[:1] for row in TARGETS],
                 scaling="standard", scale_targets=True)
    yield inline("one layer", [layer(1, "linear")], "mse", [row[:1] for row in TARGETS])
    yield inline("deep", [layer(n, "relu") for n in (33, 1, 17, 2, 9)] + [layer(2, "linear")], "mse",
                 TARGETS, scaling="minmax")


def run(program, *arguments):
    subprocess.run([program, *arguments], check=True, stdout=subprocess.DEVNULL)


def write_dates(path):
    """Dates in two forms, one of them missing now and then."""
    with open(path, "w") as file:
        print("day,other,y", file=file)
        for i in range(60):
            day = datetime.date(2020, 1, 1) + datetime.timedelta(days=i * 17)
            print(f"{day:%d.%m.%Y},{'' if i % 5 == 0 else f'{day:%Y-%m-%d}'},{i % 7}.5", file=file)


def write_made(folder, number, project):
    path = os.path.join(folder, f"{number}.chainrule")
    data = os.path.join(folder, f"{number}.csv")
    with open(path, "w") as file:
        json.dump(project, file)
    with open(data, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(project["data"]["source"]["columns"])
        writer.writerows(project["data"]["source"]["rows"])
    return path, data


def write_sample(program, folder, samples, number, data, arguments):
    path = os.path.join(folder, f"{number}.chainrule")
    if data == "dates":
        data = os.path.join(folder, "dates.csv")
        write_dates(data)
    else:
        data = os.path.join(samples, data + ".csv")
    run(program, "new", "--data", data, *arguments, "--output", path)
    run(program, "train", path, "--epochs", "2", "--output", path)
    return path, data


def write_projects(program, samples, folder):
    """Yields (name, project file, data file)."""
    number = 0
    for project in made_projects():
        number += 1
        yield (project["name"], *write_made(folder, number, project))
    for name, data, arguments in SAMPLES:
        number += 1
        yield (name, *write_sample(program, folder, samples, number, data, arguments))


def read_rows(data):
    with open(data, newline="") as file:
        return list(csv.DictReader(file))


def predicted(program, project, data):
    """What the program predicts: labels (None for a regression) and numbers; NaN for no row."""
    out = project + ".out.csv"
    run(program, "predict", project, "--data", data, "--output", out)
    with open(out, newline="") as file:
        header, *rows = csv.reader(file)
    has_labels = len(header) > 1 and header[1].startswith(header[0] + "=")
    labels = ["" if row[0] == "NA" else row[0] for row in rows] if has_labels else None
    return labels, [[math.nan if cell == "NA" else float(cell)
                     for cell in row[1 if has_labels else 0:]] for row in rows]


def days(text, form):
    return float((datetime.datetime.strptime(text, FORMS[form]) - datetime.datetime(1970, 1, 1)).days)


def differs(found, expected, relative, absolute=0.0):
    """The first number that differs by too much, as text; None if none does."""
    if len(found) != len(expected):
        return f"expected {len(expected)} rows, found {len(found)}"
    for i, (ours, theirs) in enumerate(zip(expected, found)):
        if len(ours) != len(theirs):
            return f"row {i}: expected {len(ours)} numbers, found {len(theirs)}"
        for k, (a, b) in enumerate(zip(ours, theirs)):
            b = math.nan if b is None else b
            if math.isnan(a) != math.isnan(b) \
                    or abs(a - b) > relative * abs(a) + absolute:
                return f"row {i}, number {k}: expected {a!r}, found {b!r}"
    return None


def report(problems, names):
    """The results as TAP."""
    print(f"1..{len(names)}")
    for number, name in enumerate(names, 1):
        if name in problems:
            print("# " + str(problems[name]).replace("\n", "\n# "))
        print(f"{'not ok' if name in problems else 'ok'} {number} {name}")
    return 1 if problems else 0
