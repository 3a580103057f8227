"""Checks that includes run one way: app -> ui -> engine, and inside the engine from a folder only
to those before it. Prints each arrow that runs up.

usage: layers.py TOP

SPDX-License-Identifier: MIT
"""
import pathlib
import re
import sys

ENGINE = ["base", "data", "autodiff", "model", "training", "explain", "formats"]
INCLUDE = re.compile(r'^\s*#\s*include\s*["<]([^">]+)[">]', re.M)
WINDOWING = re.compile(r"^(gtk|gdk|gsk|adwaita)/")
DRAWING = re.compile(r"^(cairo|pango)")


def rank_of_engine(path):
    return ENGINE.index(path.split("/")[0]) if path.split("/")[0] in ENGINE else None


def problems(top):
    for path in sorted([*top.glob("engine/**/*.[ch]"), *top.glob("ui/**/*.[ch]")]):
        name = path.relative_to(top).as_posix()
        for include in INCLUDE.findall(path.read_text()):
            if name.startswith("engine/"):
                mine = rank_of_engine(name.removeprefix("engine/"))
                theirs = rank_of_engine(include)
                if WINDOWING.match(include) or DRAWING.match(include):
                    yield f"{name}: the engine includes {include}"
                if include.startswith(("ui/", "app/")):
                    yield f"{name}: the engine includes {include}"
                if mine is not None and theirs is not None and theirs > mine:
                    yield f"{name}: {ENGINE[mine]} includes {include}"
            elif include.startswith("app/"):
                yield f"{name}: ui includes {include}"
            elif name.startswith("ui/paint/") and (
                    WINDOWING.match(include)
                    or (include.startswith("ui/") and not include.startswith("ui/paint/"))):
                yield f"{name}: paint includes {include}"
            elif name.startswith("ui/widgets/") and include.startswith(("ui/pages/", "ui/window")):
                yield f"{name}: a widget includes {include}"


def main():
    found = list(problems(pathlib.Path(sys.argv[1])))
    print("\n".join(found) if found else "includes run one way")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
