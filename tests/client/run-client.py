#!/usr/bin/env python3
"""Installs the library, builds client.c against it as anybody would, and runs the program.

usage: run-client.py BUILD_FOLDER CLIENT.c CSV

SPDX-License-Identifier: MIT
"""
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile


def flags_for(root):
    """What pkg-config says once the description names the folder the library really is in."""
    (description,) = root.rglob("chainrule.pc")
    description.write_text(re.sub(r"^prefix=", f"prefix={root}", description.read_text(),
                                  flags=re.MULTILINE))
    done = subprocess.run(["pkg-config", "--cflags", "--libs", "chainrule"], check=True,
                          capture_output=True, text=True,
                          env={**os.environ, "PKG_CONFIG_PATH": str(description.parent)})
    return shlex.split(done.stdout)


def main():
    build, client, data = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder, "root")
        program = os.path.join(folder, "client")
        output = pathlib.Path(folder, "model.json")
        subprocess.run(["meson", "install", "-C", build, "--no-rebuild", "--quiet", "--destdir",
                        root], check=True, stdout=subprocess.DEVNULL)
        subprocess.run([*shlex.split(os.environ.get("CC", "cc")), client, "-Wall", "-Werror",
                        "-o", program, *flags_for(root)], check=True)
        (library,) = root.rglob("libchainrule.so")
        subprocess.run([program, data, output], check=True,
                       env={**os.environ, "LD_LIBRARY_PATH": str(library.parent)})
        model = json.loads(output.read_text())
        assert model["classes"] == ["setosa", "versicolor", "virginica"], model["classes"]
        assert [layer["units"] for layer in model["layers"]] == [8, 3]
    return 0


if __name__ == "__main__":
    sys.exit(main())
