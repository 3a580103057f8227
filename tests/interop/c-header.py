#!/usr/bin/env python3
"""Exports models as C headers; gcc takes them as strict C99 without a word, and they predict with
raw rows, in double and in float, what the program predicts. Their own test finds the same.

usage: c-header.py PROGRAM SAMPLES

SPDX-License-Identifier: MIT
"""
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile

import exported_models as models

FLAGS = ["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-O0"]
MOST_ROWS = 60
# (name of the header, what is defined, greatest error)
VARIANTS = [("twice", "", 1e-12), ("once", "#define ONCE_FLOAT\n", 1e-6)]
MAIN = """#include <stdio.h>
{includes}
int
main (void)
{{
  double row[{columns}];

{code}
  return 0;
}}
"""
PREDICT = """  {{
    {name}_real out[{outputs}];

    if ({name}_predict (row, out) == 0)
      for (int k = 0; k < {outputs}; k++)
        printf ("%.17g ", (double) out[k]);
    puts ("{name}");
  }}
"""


def text(cell):
    return "".join(f"\\{byte:03o}" for byte in cell.encode())


def value(cell, column, feature):
    if cell in models.MISSING:
        return "TWICE_MISSING"
    if "levels" in feature:
        return f'twice_code ({column}, "{text(cell)}")'
    if "date_form" in feature:
        day = models.datetime.datetime.strptime(cell, models.FORMS[feature["date_form"]])
        return f"twice_days ({day.year}, {day.month}, {day.day})"
    return repr(float(cell))


def write_program(path, features, outputs, rows):
    code = []
    for row in rows:
        for column, feature in enumerate(features):
            code.append(f"  row[{column}] = {value(row[feature['column']], column, feature)};\n")
        for name, _, _ in VARIANTS:
            code.append(PREDICT.format(name=name, outputs=outputs))
    for name, _, _ in VARIANTS:
        code.append(f'  printf ("%.17g\\n", {name}_self_test ());\n')
    includes = "".join(f'{define}#include "{name}.h"\n' for name, define, _ in VARIANTS)
    with open(path, "w") as file:
        file.write(MAIN.format(includes=includes, columns=len(features), code="".join(code)))


def outputs_of(lines, name, two_classes):
    found = []
    for line in lines:
        if line.endswith(name):
            numbers = [float(number) for number in line.split()[:-1]]
            found.append([1 - numbers[0], numbers[0]] if two_classes and numbers else numbers)
    return found


def differs(found, expected, error):
    """As the self test measures it; a row without a prediction has no numbers."""
    for i, (ours, theirs) in enumerate(zip(expected, found)):
        if math.isnan(ours[0]) and not theirs:
            continue
        worst = max((abs(a - b) / max(1, abs(a)) for a, b in zip(ours, theirs)), default=math.inf)
        if len(ours) != len(theirs) or not worst <= error:
            return f"row {i}: expected {ours}, found {theirs}"
    return None if len(found) == len(expected) else "other rows"


def check(program, project, data, folder):
    for name, _, _ in VARIANTS:
        models.run(program, "export", project, "--output", os.path.join(folder, f"{name}.h"))
    models.run(program, "export", project, "--output", os.path.join(folder, "m.json"))
    with open(os.path.join(folder, "m.json")) as file:
        model = json.load(file)
    rows = models.read_rows(data)[:MOST_ROWS]
    source, binary = os.path.join(folder, "main.c"), os.path.join(folder, "main")
    outputs = model["layers"][-1]["units"]
    write_program(source, model["inputs"], outputs, rows)
    done = subprocess.run(["gcc", *FLAGS, source, "-o", binary, "-lm"], capture_output=True,
                          text=True)
    if done.returncode != 0 or done.stderr:
        return done.stderr
    lines = subprocess.run([binary], check=True, capture_output=True, text=True).stdout.splitlines()
    _, expected = models.predicted(program, project, data)
    for (name, _, error), own in zip(VARIANTS, lines[-len(VARIANTS):]):
        wrong = differs(outputs_of(lines, name, model["classes"] and outputs == 1),
                        expected[:MOST_ROWS], error)
        if wrong:
            return f"{name}: {wrong}"
        if not float(own) <= error:
            return f"{name}: its own test finds an error of {own}"
    return None


def main():
    program, samples = map(os.path.abspath, sys.argv[1:3])
    if shutil.which("gcc") is None:
        print("1..0 # SKIP gcc is not installed")
        return 0
    names, problems = [], {}
    with tempfile.TemporaryDirectory() as folder:
        for name, project, data in models.write_projects(program, samples, folder):
            names.append(name)
            wrong = check(program, project, data, folder)
            if wrong:
                problems[name] = wrong
    return models.report(problems, names)


if __name__ == "__main__":
    sys.exit(main())
