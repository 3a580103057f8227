#!/usr/bin/env python3
"""Interrupts a long training run: it ends with what it reached, and says so.

usage: interrupt.py PROGRAM

SPDX-License-Identifier: MIT
"""
import os
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import time

EXAMPLE = pathlib.Path(__file__).resolve().parent / "files" / "xor.chainrule"


def main():
    program = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        output, history = os.path.join(folder, "out.chainrule"), os.path.join(folder, "h.csv")
        run = subprocess.Popen([program, "train", EXAMPLE, "--epochs", "1000000000", "--output",
                                output, "--history", history], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True)
        time.sleep(1)
        run.send_signal(signal.SIGINT)
        _, message = run.communicate(timeout=60)
        assert run.returncode == 1, (run.returncode, message)
        told = re.fullmatch(r"chainrule: stopped after (\d+) of 1000000000 epochs, (\d+) steps; "
                            r"the weights reached are in .*out\.chainrule\n"
                            r"(?:chainrule: warning: .*\n)*", message)
        assert told, message
        epochs = int(told.group(1))
        assert epochs > 0 and epochs <= int(told.group(2))
        with open(history, encoding="utf-8") as file:
            assert sum(1 for _ in file) == 1 + epochs, "the history ends where the run did"
        loss = [subprocess.run([program, "evaluate", path, "--format", "json"], check=True,
                               capture_output=True, text=True).stdout for path in
                (EXAMPLE, output)]
        assert loss[0] != loss[1], "the weights reached were not saved"
    return 0


if __name__ == "__main__":
    sys.exit(main())
