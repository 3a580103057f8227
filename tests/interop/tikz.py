#!/usr/bin/env python3
"""Exports drawings as TikZ and has pdflatex make a page of each, without a complaint.

usage: tikz.py PROGRAM SAMPLES

SPDX-License-Identifier: MIT
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

import exported_models as models

# Names of columns and levels that mean something to TeX, or are not in its old fonts.
HOSTILE = ["a_b", "50%", "$x$", "#1", "{", "}", "a&b", "~", "x^2", "\\end{document}", "größe",
           "ŷ", "α", "名", "“q”", "a < b > c", "−1", "x₁", "`", "[k]"]

CASES = [("two inputs", None, "1 linear"),
         ("iris", "iris.csv", "8 relu, 3 softmax"),
         ("digits", "digits.csv", "40 relu, 20 tanh, 10 softmax"),
         ("categories", "penguins.csv", "6 relu, 3 softmax"),
         ("commands of TeX as names", HOSTILE[:10], "1 tanh, 3 softmax"),
         ("letters of any script as names", HOSTILE[10:], "1 tanh, 3 softmax")]


def has_clients():
    if shutil.which("pdflatex") is None or shutil.which("pdfinfo") is None:
        return False
    return subprocess.run(["kpsewhich", "standalone.cls"], stdout=subprocess.DEVNULL).returncode == 0


def write_rows(path, columns):
    """Three classes with such names, too."""
    quoted = ",".join('"' + name.replace('"', '""') + '"' for name in columns)
    with open(path, "w", encoding="utf-8") as rows:
        rows.write(f"{quoted},class\n")
        for i in range(12):
            numbers = ",".join(str((i * 7 + k * 3) % 11) for k in range(len(columns)))
            rows.write(f"{numbers},{['a_b', '50%', 'α^2'][i % 3]}\n")


def problem(program, samples, folder, data, layers):
    rows = os.path.join(folder, "rows.csv")
    project = os.path.join(folder, "net.chainrule")
    if data is None:
        with open(rows, "w", encoding="utf-8") as file:
            file.write("x1,x2,y\n2,3,18\n1,4,19\n5,1,18\n")
    elif isinstance(data, list):
        write_rows(rows, data)
    else:
        rows = os.path.join(samples, data)
    models.run(program, "new", "--data", rows, "--layers", layers, "--output", project)
    models.run(program, "export", project, "--output", os.path.join(folder, "net.tex"))
    made = subprocess.run(["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "net.tex"],
                          cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    said = made.stdout.decode("utf-8", "replace")
    if made.returncode != 0:
        return said[said.find("\n!"):][:600]
    found = re.search(r"(Overfull|Underfull|Missing character|LaTeX Warning).*", said)
    if found:
        return found.group(0)
    info = subprocess.run(["pdfinfo", os.path.join(folder, "net.pdf")], check=True,
                          stdout=subprocess.PIPE, text=True).stdout
    size = re.search(r"Page size: +([0-9.]+) x ([0-9.]+)", info)
    if "Pages:           1\n" not in info or not 50 < float(size.group(1)) < 800:
        return info
    return None


def main():
    program, samples = map(os.path.abspath, sys.argv[1:3])
    if not has_clients():
        print("1..0 # SKIP pdflatex with the class standalone is not installed")
        return 0
    problems = {}
    for name, data, layers in CASES:
        with tempfile.TemporaryDirectory() as folder:
            found = problem(program, samples, folder, data, layers)
        if found is not None:
            problems[name] = found
    return models.report(problems, [case[0] for case in CASES])


if __name__ == "__main__":
    sys.exit(main())
