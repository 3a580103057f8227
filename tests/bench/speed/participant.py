"""participant.py: what participant.h is for participants written in Python.

SPDX-License-Identifier: MIT
"""
import json
import os
import sys
import time

import numpy

CHECKED_EPOCHS = 2


class Work:
    """One of the works speed-ours wrote into a folder: its network, rows and start weights."""

    def __init__(self, folder, name, about):
        self.name = name
        self.layers = about["layers"]
        self.optimizer = about["optimizer"]
        self.rate = about["rate"]
        self.batch = about["batch"]
        self.n_rows = about["rows"]
        self.classes = self.layers[-1]["activation"] == "softmax"
        self.inputs = self.read(folder, "inputs").reshape(self.n_rows, -1)
        self.targets = self.read(folder, "targets").reshape(self.n_rows, -1)
        self.weights = self.read(folder, "weights")

    def read(self, folder, what):
        return numpy.fromfile(os.path.join(folder, f"{self.name}.{what}"))

    def parts(self, flat):
        """Kernel and bias of each layer, as views of one array of all weights."""
        parts, at = [], 0
        for layer in self.layers:
            size = layer["inputs"] * layer["units"]
            parts.append((flat[at:at + size].reshape(layer["inputs"], layer["units"]),
                          flat[at + size:at + size + layer["units"]]))
            at += size + layer["units"]
        return parts


def timed(train, n_epochs):
    before = time.perf_counter()
    loss = train(n_epochs)
    return time.perf_counter() - before, loss


def run(start, work, seconds):
    train, _ = start(work, work.rate)
    n_epochs, taken = 1, timed(train, 1)[0]
    while taken < seconds / 16:
        n_epochs *= 4
        taken = timed(train, n_epochs)[0]
    train, _ = start(work, work.rate)
    n_epochs = max(1, int(n_epochs * seconds / taken))
    return n_epochs * work.n_rows / timed(train, n_epochs)[0]


def main(start):
    """start(work, rate) gives a function that trains for a number of epochs and returns the mean
    loss of the last one, and one that returns all weights reached."""
    folder = sys.argv[1]
    with open(os.path.join(folder, "works.json"), encoding="utf-8") as file:
        works = {name: Work(folder, name, about) for name, about in json.load(file).items()}
    for line in sys.stdin:
        question, name, *rest = line.split()
        work = works[name]
        if question == "check":
            train, weights = start(work, work.rate * float(rest[1]))
            loss = train(CHECKED_EPOCHS)
            weights().tofile(rest[0])
            answer = {"loss": loss}
        else:
            answer = {"rate": run(start, work, float(rest[0]))}
        print(json.dumps(answer), flush=True)
