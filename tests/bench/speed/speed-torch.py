#!/usr/bin/python3
"""PyTorch as a participant of the speed benchmark.

usage: speed-torch.py FOLDER THREADS, where speed-ours wrote the works

The rows are one tensor cut into batches beforehand; the network is run as it is and traced by
torch.jit, the optimizer with and without its foreach form, and what is fastest counts.

SPDX-License-Identifier: MIT
"""
import itertools
import sys

import torch

import participant

BETAS, EPSILON = (0.9, 0.999), 1e-50
TRIED_SECONDS = 0.1  # at least, for each set of options
ACTIVATIONS = {"tanh": torch.nn.Tanh, "relu": torch.nn.ReLU}

torch.set_default_dtype(torch.float64)
torch.set_num_threads(int(sys.argv[2]))
fastest = {}  # name of the work: options


def make_network(work):
    modules = []
    for layer, (kernel, bias) in zip(work.layers, work.parts(work.weights)):
        linear = torch.nn.Linear(layer["inputs"], layer["units"])
        with torch.no_grad():
            linear.weight.copy_(torch.from_numpy(kernel.T.copy()))
            linear.bias.copy_(torch.from_numpy(bias.copy()))
        modules.append(linear)
        if layer["activation"] in ACTIVATIONS:
            modules.append(ACTIVATIONS[layer["activation"]]())
    return torch.nn.Sequential(*modules)


def make_optimizer(work, network, rate, foreach):
    if work.optimizer == "adam":
        return torch.optim.Adam(network.parameters(), lr=rate, betas=BETAS, eps=EPSILON,
                                foreach=foreach)
    return torch.optim.SGD(network.parameters(), lr=rate, foreach=foreach)


class WithLoss(torch.nn.Module):
    def __init__(self, network, classes):
        super().__init__()
        self.network = network
        self.loss = torch.nn.CrossEntropyLoss() if classes else torch.nn.MSELoss()

    def forward(self, x, y):
        return self.loss(self.network(x), y)


def start_with(work, rate, options):
    traced, foreach = options
    x = torch.from_numpy(work.inputs)
    y = torch.from_numpy(work.targets)
    if work.classes:
        y = y.argmax(1)
    batches = list(zip(x.split(work.batch), y.split(work.batch)))
    network = make_network(work)
    model = WithLoss(network, work.classes)
    if traced:
        model = torch.jit.trace(model, batches[0])
    optimizer = make_optimizer(work, network, rate, foreach)

    def train(n_epochs):
        for _ in range(n_epochs):
            total = torch.zeros(())
            for batch in batches:
                optimizer.zero_grad(set_to_none=True)
                loss = model(*batch)
                loss.backward()
                optimizer.step()
                total += loss.detach()
        return total.item() / len(batches)

    def weights():
        parts = [part for module in network if isinstance(module, torch.nn.Linear)
                 for part in (module.weight.detach().T.reshape(-1), module.bias.detach())]
        return torch.cat(parts).numpy()

    return train, weights


def start(work, rate):
    if work.name not in fastest:
        def seconds(options):
            train, _ = start_with(work, rate, options)
            train(1)  # compiles what is traced
            taken = [participant.timed(train, 1)[0]]
            while sum(taken) < TRIED_SECONDS:
                taken.append(participant.timed(train, 1)[0])
            return min(taken)

        fastest[work.name] = min(itertools.product((False, True), (False, True)), key=seconds)
    return start_with(work, rate, fastest[work.name])


participant.main(start)
