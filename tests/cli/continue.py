#!/usr/bin/env python3
"""Trains in one go, in parts, and interrupted: the files must end up the same, byte for byte.

usage: continue.py PROGRAM

SPDX-License-Identifier: MIT
"""
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import time

EXAMPLE = pathlib.Path(__file__).resolve().parent / "files" / "xor.chainrule"
OPTIMIZERS = [
    {"name": "sgd"},
    {"name": "sgd", "momentum": 0.9, "nesterov": True},
    {"name": "rmsprop", "momentum": 0.5},
    {"name": "adagrad"},
    {"name": "adam"},
    {"name": "adamw"},
]


STOPPING = [
    {"patience": 3, "min_delta": 0.006, "restore_best_weights": True},
    {"patience": 3, "min_delta": 0.006, "restore_best_weights": False},
]


def write_project(path, optimizer, epochs, stopping=None):
    project = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    project["training"].update({
        "optimizer": optimizer, "learning_rate": 0.01, "batch_size": 3, "shuffle": True,
        "epochs": epochs, "schedule": {"name": "exponential", "s": 1000},
        "early_stopping": stopping})
    path.write_text(json.dumps(project), encoding="utf-8")


def train(program, source, output, *more):
    return subprocess.run([program, "train", source, "--output", output, *more], check=True,
                          capture_output=True, text=True).stdout


def in_parts(program, folder, optimizer):
    start, whole, part, rest = (folder / f"{name}.chainrule" for name in
                                ("start", "whole", "part", "rest"))
    write_project(start, optimizer, 7)
    train(program, start, whole)
    train(program, start, part, "--epochs", "2")
    assert "state" in json.loads(part.read_text(encoding="utf-8"))["training"]
    train(program, part, part, "--epochs", "1")
    train(program, part, rest)
    assert rest.read_bytes() == whole.read_bytes(), optimizer
    assert "state" not in json.loads(rest.read_text(encoding="utf-8"))["training"]


def stopped_early(program, folder, stopping):
    """An epoch at a time, until early stopping ends the run where it ends the whole one."""
    start, whole, part = (folder / f"{name}.chainrule" for name in ("start", "whole", "part"))
    write_project(start, {"name": "adam"}, 100, stopping)
    said = train(program, start, whole)
    assert "stopped after epoch" in said, said
    train(program, start, part, "--epochs", "1")
    epochs = 1
    while "state" in (training := json.loads(part.read_text(encoding="utf-8"))["training"]):
        assert ("weights" in training["state"]["early_stopping"]
                ) == stopping["restore_best_weights"]
        said = train(program, part, part, "--epochs", "1")
        epochs += 1
    assert f"stopped after epoch {epochs}:" in said, said
    assert epochs > stopping["patience"] + 1
    assert part.read_bytes() == whole.read_bytes(), stopping


def interrupted(program, folder):
    start, whole, part, rest = (folder / f"{name}.chainrule" for name in
                                ("start", "whole", "part", "rest"))
    write_project(start, {"name": "adam"}, 30000,
                  {"patience": 30000, "restore_best_weights": True})
    train(program, start, whole)
    run = subprocess.Popen([program, "train", start, "--output", part],
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    time.sleep(0.2)
    run.send_signal(signal.SIGINT)
    run.communicate(timeout=60)
    if run.returncode == 1 and part.exists():
        train(program, part, rest)
        assert rest.read_bytes() == whole.read_bytes(), "the interrupt is seen in the result"


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for optimizer in OPTIMIZERS:
            in_parts(program, folder, optimizer)
        for stopping in STOPPING:
            stopped_early(program, folder, stopping)
        interrupted(program, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
