#!/usr/bin/env python3
"""Exports models as .onnx; ONNX's own checker takes them, and ONNX Runtime predicts with raw rows
what the program predicts.

usage: onnx-export.py PROGRAM SAMPLES FOLDER

FOLDER holds the Node programs (see install-node-clients).

SPDX-License-Identifier: MIT
"""
import json
import os
import subprocess
import sys
import tempfile

import exported_models as models

try:
    import onnx
except ImportError:
    print("1..0 # SKIP the onnx module of Python is not installed")
    sys.exit(0)

TEXT, DOUBLE = onnx.TensorProto.STRING, onnx.TensorProto.DOUBLE


def cell_value(cell, feature, is_text):
    if cell in models.MISSING:
        return "" if is_text else None
    if is_text:
        return cell
    return models.days(cell, feature["date_form"]) if "date_form" in feature else float(cell)


def feeds(model, rows):
    """The raw rows as inputs of the model, which are told apart by their types and names."""
    metadata = {entry.key: entry.value for entry in model.metadata_props}
    features = {feature["column"]: feature for feature in json.loads(metadata["inputs"])}
    values = {}
    for value in model.graph.input:
        kind = value.type.tensor_type.elem_type
        width = value.type.tensor_type.shape.dim[1].dim_value
        names = list(features) if value.name == "inputs" else [value.name]
        assert kind in (TEXT, DOUBLE) and width == len(names)
        values[value.name] = {
            "type": "string" if kind == TEXT else "float64", "shape": [len(rows), width],
            "values": [cell_value(row[name], features[name], kind == TEXT)
                       for row in rows for name in names]}
    assert list(features) == json.loads(metadata["feature_names"])
    return values


def matrix(output):
    height, width = output["shape"]
    return [output["values"][i * width:(i + 1) * width] for i in range(height)]


def run_models(jobs, clients):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "onnx-runtime.js")
    return json.loads(subprocess.run(["node", script, clients], input=json.dumps(jobs), check=True,
                                     stdout=subprocess.PIPE, text=True).stdout)


def unknown_level(path, clients):
    """What is wrong with a level that was not there in training: its row has no prediction."""
    rows = [{"sepal_length": "5", "species": species, "petal_length": "4"}
            for species in ("setosa", "new")]
    answer, = run_models([{"model": path, "feeds": feeds(onnx.load(path), rows)}], clients)
    known, unknown = answer["predictions"]["values"]
    return None if known is not None and unknown is None else f"found {known} and {unknown}"


def wrong(answer, labels, numbers):
    if "error" in answer:
        return answer["error"]
    if labels is None:
        return models.differs(matrix(answer["predictions"]), numbers, 1e-12, 1e-15)
    if answer["label"]["values"] != labels:
        return f"expected {labels}, found {answer['label']['values']}"
    return models.differs(matrix(answer["probabilities"]), numbers, 1e-12, 1e-15)


def check(program, project, data):
    """One model: the job of the runtime, and what is expected of it."""
    path = project.replace(".chainrule", ".onnx")
    models.run(program, "export", project, "--output", path)
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    assert model.opset_import[0].version == 13 and model.ir_version == 7
    return {"model": path, "feeds": feeds(model, models.read_rows(data))}, \
        models.predicted(program, project, data)


def main():
    program, samples, clients = map(os.path.abspath, sys.argv[1:4])
    if not os.path.exists(os.path.join(clients, "installed.json")):
        print("1..0 # SKIP onnxruntime-node is not installed")
        return 0
    names, jobs, expected, problems = [], [], [], {}
    with tempfile.TemporaryDirectory() as folder:
        for name, project, data in models.write_projects(program, samples, folder):
            names.append(name)
            try:
                job, numbers = check(program, project, data)
                jobs.append((name, job))
                expected.append(numbers)
            except (AssertionError, subprocess.CalledProcessError,
                    onnx.checker.ValidationError) as problem:
                problems[name] = problem
        answers = run_models([job for _, job in jobs], clients)
        unknown = unknown_level(dict(jobs)["a feature of classes"]["model"], clients)
    for (name, _), answer, (labels, numbers) in zip(jobs, answers, expected):
        found = wrong(answer, labels, numbers)
        if found is not None:
            problems[name] = found
    if unknown is not None:
        problems["unknown level"] = unknown
    return models.report(problems, names + ["unknown level"])


if __name__ == "__main__":
    sys.exit(main())
