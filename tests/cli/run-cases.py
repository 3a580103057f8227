#!/usr/bin/env python3
"""Runs the program on the command lines of cases/ and compares what it prints with what it should.

usage: run-cases.py PROGRAM [--update]

A case is a folder: `command` holds a command line without the program's name (several: one after
the other, the last one counts); `stdout`, `stderr` and `status` hold what is expected, each left
out where it is empty or 0. Adding a case is adding a folder with its `command`; --update writes
the rest. Every case runs in a copy of files/, without a display. The last digits of a number
written in full are rounding, which is a processor's own; they need not match.

SPDX-License-Identifier: MIT
"""
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
RESULTS = ("stdout", "stderr", "status")
IN_FULL = re.compile(r"-?\d+\.\d{10,}(?:[eE][-+]?\d+)?")


def environment():
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return {**kept, "LC_ALL": "C"}


def run(program, case):
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch) / "files"
        shutil.copytree(HERE / "files", folder)
        *before, last = (case / "command").read_text().splitlines()
        for line in before:
            subprocess.run([program, *shlex.split(line)], cwd=folder, env=environment(),
                           check=True, capture_output=True, timeout=60)
        done = subprocess.run([program, *shlex.split(last)], cwd=folder, env=environment(),
                              capture_output=True, timeout=60)
    return {"stdout": done.stdout.decode(), "stderr": done.stderr.decode(),
            "status": f"{done.returncode}\n" if done.returncode else ""}


def expected(case):
    return {name: (case / name).read_text() if (case / name).exists() else "" for name in RESULTS}


def update(case, got):
    for name in RESULTS:
        if got[name]:
            (case / name).write_text(got[name])
        else:
            (case / name).unlink(missing_ok=True)


def rounded(text):
    return IN_FULL.sub(lambda number: f"{float(number[0]):.12g}", text)


def is_same(got, want):
    return got == want or rounded(got) == rounded(want)


def explain(got, want):
    for name in RESULTS:
        if not is_same(got[name], want[name]):
            for mark, text in (("expected", want[name]), ("got", got[name])):
                print(f"# {mark} {name}:")
                for line in text.splitlines():
                    print(f"#   {line}")


def main():
    program = os.path.abspath(sys.argv[1])
    cases = sorted(path for path in (HERE / "cases").iterdir() if (path / "command").exists())
    failed = 0
    print(f"1..{len(cases)}")
    for number, case in enumerate(cases, 1):
        try:
            got = run(program, case)
        except (subprocess.SubprocessError, UnicodeDecodeError) as problem:
            got = {"stdout": "", "stderr": str(problem), "status": "none"}
        if "--update" in sys.argv:
            update(case, got)
        want = expected(case)
        passed = all(is_same(got[name], want[name]) for name in RESULTS)
        if not passed:
            failed += 1
            explain(got, want)
        print(f"{'ok' if passed else 'not ok'} {number} {case.name}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
