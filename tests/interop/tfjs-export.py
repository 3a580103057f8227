#!/usr/bin/env python3
"""Exports models as folders for TensorFlow.js, which loads them and, through the script in the
folder, predicts with raw rows what the program predicts.

usage: tfjs-export.py PROGRAM SAMPLES FOLDER

FOLDER holds the Node programs (see install-node-clients).

SPDX-License-Identifier: MIT
"""
import json
import math
import os
import subprocess
import sys
import tempfile

import exported_models as models


# TensorFlow.js has no other alpha than 1.
REFUSED = {"hidden elu 0.7": "layer 1: elu with alpha 0.7 cannot be written",
           "output elu 0.7": "layer 2: elu with alpha 0.7 cannot be written"}


def raw_rows(data):
    return [{name: None if cell in models.MISSING else cell for name, cell in row.items()}
            for row in models.read_rows(data)]


def check_refused(program, name, project):
    found = subprocess.run([program, "export", project, "--target", "tfjs", "--output",
                            project + ".tfjs"], stderr=subprocess.PIPE, text=True)
    if found.returncode == 1 and REFUSED[name] in found.stderr \
            and not os.path.exists(project + ".tfjs"):
        return {}
    return {name: f"expected to be refused, found {found.returncode}: {found.stderr}"}


def wrong(answer, labels, numbers):
    if isinstance(answer, dict):
        return answer["error"]
    # A small number may be the rest of large ones: sums of float32 are rounded by 2⁻²⁴ of these.
    size = max((abs(x) for row in numbers for x in row if not math.isnan(x)), default=1)
    member = "values" if labels is None else "probabilities"
    found = [[math.nan] * len(ours) if row is None else row[member]
             for row, ours in zip(answer, numbers)]
    if labels is not None:
        for i, (row, label) in enumerate(zip(answer, labels)):
            if (row["label"] if row is not None else "") != label:
                return f"row {i}: expected {label}, found {row}"
    return models.differs(found, numbers, 1e-6, models.FLOAT32_EPSILON * size)


def main():
    program, samples, clients = map(os.path.abspath, sys.argv[1:4])
    if not os.path.exists(os.path.join(clients, "installed.json")):
        print("1..0 # SKIP TensorFlow.js is not installed")
        return 0
    names, done, jobs, expected, problems = [], [], [], [], {}
    with tempfile.TemporaryDirectory() as folder:
        for name, project, data in models.write_projects(program, samples, folder):
            names.append(name)
            if name in REFUSED:
                problems.update(check_refused(program, name, project))
                continue
            target = project.replace(".chainrule", ".tfjs")
            models.run(program, "export", project, "--target", "tfjs", "--output", target)
            done.append(name)
            jobs.append({"folder": target, "rows": raw_rows(data)})
            expected.append(models.predicted(program, project, data))
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tfjs-runtime.js")
        answers = json.loads(subprocess.run(
            ["node", script, clients], input=json.dumps(jobs), check=True, stdout=subprocess.PIPE,
            text=True).stdout)
    for name, answer, (labels, numbers) in zip(done, answers, expected):
        found = wrong(answer, labels, numbers)
        if found is not None:
            problems[name] = found
    return models.report(problems, names)


if __name__ == "__main__":
    sys.exit(main())
