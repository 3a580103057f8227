#!/usr/bin/env python3
"""Imports folders that TensorFlow.js saves; the program then predicts what TensorFlow.js does. What
cannot be imported is refused by the layer's name.

usage: tfjs-import.py PROGRAM FOLDER

FOLDER holds the Node programs (see install-node-clients).

SPDX-License-Identifier: MIT
"""
import json
import os
import subprocess
import sys
import tempfile

import exported_models as models


def write_project(folder, rows):
    project = models.inline("p", [models.layer(2, "linear")], "mse", [[0, 1]] * len(rows))
    project["data"]["source"]["rows"] = [row + [0, 1] for row in rows]
    return models.write_made(folder, "p", project)


def check(program, folder, made):
    """What is wrong; None if nothing is."""
    project, data = write_project(folder, made["rows"])
    output = os.path.join(folder, "imported.chainrule")
    found = subprocess.run([program, "import", project, "--layers", "--weights", made["folder"],
                            "--output", output], stderr=subprocess.PIPE, text=True)
    if made["message"] is not None:
        refused = found.returncode == 1 and made["message"] in found.stderr
        return None if refused else f"expected {made['message']}, found {found.stderr}"
    if found.returncode != 0 or found.stderr != "":
        return found.stderr
    size = max(abs(x) for row in made["outputs"] for x in row)
    numbers = models.predicted(program, output, data)[1]
    return models.differs(numbers, made["outputs"], 1e-6, models.FLOAT32_EPSILON * size)


def main():
    program, clients = map(os.path.abspath, sys.argv[1:3])
    if not os.path.exists(os.path.join(clients, "installed.json")):
        print("1..0 # SKIP TensorFlow.js is not installed")
        return 0
    problems = {}
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "tfjs-make.js")
        all_made = json.loads(subprocess.run(["node", script, clients, folder], check=True,
                                             stdout=subprocess.PIPE, text=True).stdout)
        for made in all_made:
            wrong = check(program, folder, made)
            if wrong is not None:
                problems[made["name"]] = wrong
    return models.report(problems, [made["name"] for made in all_made])


if __name__ == "__main__":
    sys.exit(main())
