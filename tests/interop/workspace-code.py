#!/usr/bin/env python3
"""Runs the TensorFlow program of texts of tensors and variables, and compares what it prints with
what the program itself finds.

usage: workspace-code.py PROGRAM FOLDER

SPDX-License-Identifier: MIT
"""
import contextlib
import io
import json
import math
import os
import re
import subprocess
import sys

try:
    import tensorflow
    IMPLEMENTATION = "TensorFlow"
except ImportError:
    try:
        import tensorflow_on_torch
        sys.modules["tensorflow"] = tensorflow_on_torch
        IMPLEMENTATION = "TensorFlow's names on PyTorch"
    except ImportError:
        print("1..0 # SKIP neither TensorFlow nor PyTorch is installed")
        sys.exit(0)

WORKED = ["worked.tape", "--data", "worked.chainrule"]
TEXTS = [
    ["L = (y - (w1*x1 + w2*x2 + b))^2", "--set", "w1=5", "--set", "w2=8", "--set", "b=-2",
     "--set", "x1=2", "--set", "x2=3", "--set", "y=18", "--gradient", "w1,w2,b"],
    ["functions.tape"],
    WORKED,
    WORKED + ["--iterations", "7"],
    WORKED + ["--iterations", "12", "--batch-size", "2", "--learning-rate", "0.01"],
    ["xor.chainrule", "--network"],
    ["xor.chainrule", "--network", "--iterations", "5"],
    ["three-classes.chainrule", "--network"],
    ["w = variable([[1, 2], [3, 4]]); u = variable(2)\nw.assign_sub(0.5)\nu.assign(u*3)\n"
     "L = sum(w*u - (w - u - 1)*2 / (w / (u / 2)))", "--iterations", "3",
     "--learning-rate", "0.001"],
    ["lambda = variable(0.3); L = -lambda^2 + (-lambda)^2 * 2^lambda - (2^3)^lambda"
     " + lambda ** -1 ** 2"],
    ["x = variable(0.7); L = exp(x) + log(x)*sin(x) - cos(-x)/abs(x) + sqrt(x) + max(x, 0.5)"
     " - min(x, 2*x) + x^3.5"],
    ["x = variable([[1, -2, 3], [0.5, 4, -1]])\ns = sum(x, axis=0) @ transpose(mean(x, axis=0))\n"
     "L = s*s + sum(max(x, axis=1) * min(x, axis=1)) + mean(x) + max(x) - min(x)"],
    ["x = variable([[1, -2, 3], [0.5, 4, -1]])\nL = sum(leaky_relu(x, alpha=0.2) + elu(x, 0.7)"
     " + selu(x) + sigmoid(x) * tanh(x) + softplus(x) - softsign(x) + swish(x) + gelu(x)"
     " + relu(x) + softmax(x)*x)"],
    ["x = variable([[1, -2, 3], [0.5, 4, -1]]); t = [[1, 0, 0], [0, 0, 1]]\n"
     "p = softmax(x)\nq = sigmoid(x)\nL = categorical_crossentropy(p, t)"
     " + binary_crossentropy(q, t) * 2 + categorical_crossentropy(x, t, from_logits=1)"
     " + binary_crossentropy(x - 1, t, from_logits=1) + mse(x, t) - mae(x, t)"
     " + huber(x, t, delta=0.5) + l2_penalty(x, lambda=0.1) + l1_penalty(x, 0.2)"],
    ["p = variable([[0.2, 0.3, 0.5]]); t = [0, 0, 1]\n"
     "L = categorical_crossentropy(p, t) + binary_crossentropy(p*0.5, t)"],
    ["W = variable(glorot_uniform(2, 3, seed=4)); b = variable(zeros(3)); g(x) = x @ W + b\n"
     "L = sum(square(g([[1, 2]])) * ones(1, 3)) + sum(g([[1, 2], [3, 4]]))"],
    ["f(x) = x @ [[2]]; w = variable(3); L = f(w) * 2"],
]
# There, a variable that is read before and after a change has the gradient of both.
if IMPLEMENTATION == "TensorFlow":
    TEXTS.append(["w = variable(3); a = w^2; w.assign_add(1); L = a + 5*w", "--iterations", "2"])


def evaluate(arguments, *more):
    return subprocess.run([os.path.abspath(sys.argv[1]), "eval", *arguments, *more], check=True, cwd=sys.argv[2],
                          capture_output=True, text=True, env={**os.environ, "LC_ALL": "C"}).stdout


def run_code(code):
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(code, "text", "exec"), {})
    return output.getvalue().splitlines()


def flat(value):
    if not isinstance(value, list):
        return [value]
    return [number for item in value for number in flat(item)]


def is_near(found, expected):
    found, expected = flat(found), flat(expected)
    return len(found) == len(expected) and all(
        math.isclose(a, b, rel_tol=1e-10, abs_tol=1e-12) for a, b in zip(found, expected))


def check_values(lines, result):
    """Without iterations: the target, and its gradient by each variable."""
    values = {value["name"]: value["value"] for value in result["values"]}
    target = result["target"]
    problems = []
    for line in lines:
        name, value = line.split(" ", 1)
        if re.fullmatch(r"d.*/d.*", name):
            expected = result["gradients"][name.split("/d")[1].removesuffix("_")]
        else:
            expected = values[target]
        if not is_near(json.loads(value), expected):
            problems.append(f"{name}: {value}, expected {expected}")
    if len(lines) < 2:
        problems.append("no gradients")
    return problems


def check_iterations(lines, result):
    """With iterations: the loss of each, and the variables after the last."""
    values = {value["name"]: value["value"] for value in result["values"]}
    losses = [line.split(" ")[1] for line in lines if line[0].isdigit()]
    expected = [iteration["loss"] for iteration in result["iterations"]]
    problems = [] if is_near([float(loss) for loss in losses], expected) else [
        f"losses {losses}, expected {expected}"]
    for line in lines[len(losses):]:
        name, value = line.split(" ", 1)
        if not is_near(json.loads(value), values[name]):
            problems.append(f"{name}: {value}, expected {values[name]}")
    return problems


def main():
    print(f"# with {IMPLEMENTATION}")
    print(f"1..{len(TEXTS)}")
    failed = 0
    for number, arguments in enumerate(TEXTS, 1):
        code = evaluate(arguments, "--code")
        result = json.loads(evaluate(arguments, "--format", "json"))
        try:
            check = check_iterations if "iterations" in result else check_values
            problems = check(run_code(code), result)
        except Exception as problem:  # whatever the program raises
            problems = [f"{type(problem).__name__}: {problem}"]
        for problem in problems:
            print(f"# {problem}")
        if problems:
            failed += 1
            print("".join(f"#   {line}\n" for line in code.splitlines()), end="")
        name = arguments[0].splitlines()[0].replace("#", "")
        print(f"{'not ok' if problems else 'ok'} {number} {name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
