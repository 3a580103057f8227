"""turns.py: programs that are measured in turns, and how a table of the results is printed.

A participant is a program that stays alive, reads one command a line and answers it with one line
of JSON. Only one of them works at a time, so what disturbs the machine disturbs all of them alike,
and the ratios are taken pair by pair.

SPDX-License-Identifier: MIT
"""
import datetime
import json
import os
import platform
import statistics
import subprocess
import sys


class ParticipantError(Exception):
    """A participant died, or could not do what it was asked."""


def plain_environment():
    """Ours, without what tunes mathematics libraries: they shall find the processor themselves."""
    tuning = ("OPENBLAS_", "OMP_", "GOTO_", "MKL_", "BLIS_", "NPY_", "KMP_")
    return {name: value for name, value in os.environ.items() if not name.startswith(tuning)}


class Participant:
    def __init__(self, name, command, environment=None, processors=None):
        self.name = name
        pin = (lambda: os.sched_setaffinity(0, processors)) if processors else None
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=plain_environment() | (environment or {}),
                                        preexec_fn=pin)

    def ask(self, *words):
        line = " ".join(str(word) for word in words)
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
            answer = self.process.stdout.readline()
        except BrokenPipeError:
            answer = ""
        if not answer:
            raise ParticipantError(f"{self.name} ended at: {line}")
        answer = json.loads(answer)
        if isinstance(answer, dict) and "error" in answer:
            raise ParticipantError(f"{self.name}, {line}: {answer['error']}")
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def note(text):
    """What is going on, for whoever waits; not part of the result."""
    print(text, file=sys.stderr, flush=True)


def median(numbers):
    return statistics.median(numbers)


def ratios(ours, theirs):
    """Pair by pair, for numbers of which more is better."""
    return [a / b for a, b in zip(ours, theirs)]


def machine():
    """The processor, how many of them, and how busy they were: what a number means without."""
    model = platform.machine()
    with open("/proc/cpuinfo", encoding="utf-8") as cpuinfo:
        for line in cpuinfo:
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    return {
        "processor": model,
        "processors": len(os.sched_getaffinity(0)),
        "date": datetime.date.today().isoformat(),
        "load": round(os.getloadavg()[0], 2),
    }


def machine_line(about):
    return (f"{about['processors']} × {about['processor']}, {about['date']}, "
            f"load average {about['load']} at the start.")


def print_table(header, rows):
    print("| " + " | ".join(header) + " |")
    print("| " + " | ".join("---" for _ in header) + " |")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    print(flush=True)


def install(top, packages):
    """Debian's own packages; says nothing where nothing is missing."""
    subprocess.run([os.path.join(top, "app/install-packages"), *packages], check=True)
