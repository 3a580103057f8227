#!/usr/bin/env python3
"""Exports the drawing of a network and the hand-out of an iteration, without a display, and reads
them back: pictures are valid, and the hand-out's numbers are those of `step` digit for digit.

usage: drawing-export.py PROGRAM

SPDX-License-Identifier: MIT
"""
import json
import math
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys
import tempfile

FILES = pathlib.Path(__file__).resolve().parent / "files"
DIGITS = 6
MOST, FEW = 12, 8  # equations of a step, and of one with more elements
PAGES = {"worked": 3, "iris": 8, "wide": 23}  # of the hand-outs, on A4
TOOLS = ("pdftotext", "pdfinfo", "pdffonts", "rsvg-convert")


class Exporter:
    def __init__(self, program, folder):
        self.program, self.folder = program, pathlib.Path(folder)
        self.environment = {k: v for k, v in os.environ.items()
                            if k not in ("DISPLAY", "WAYLAND_DISPLAY")}

    def run(self, *arguments):
        return subprocess.run([self.program, *map(str, arguments)], cwd=self.folder, timeout=60,
                              env=self.environment, capture_output=True, text=True)

    def make(self, *arguments):
        done = self.run(*arguments)
        assert done.returncode == 0 and done.stderr == "", (arguments, done.stderr)
        return done.stdout

    def export(self, project, output, *options):
        self.make("export", project, "--output", output, *options)
        return self.folder / output


def tool(*arguments):
    return subprocess.run([str(a) for a in arguments], check=True, capture_output=True,
                          text=True).stdout


def png_size(path):
    contents = path.read_bytes()
    assert contents.startswith(b"\x89PNG\r\n\x1a\n") and contents.endswith(b"IEND\xaeB`\x82")
    return struct.unpack(">II", contents[16:24])


def page_size(path):
    found = re.search(r"Page size: +([\d.]+) x ([\d.]+) pts", tool("pdfinfo", path))
    return float(found[1]), float(found[2])


def all_fonts_embedded(path):
    rows = tool("pdffonts", path).splitlines()[2:]
    return bool(rows) and all(re.search(r" yes (yes|no) +(yes|no) +\d+ +\d+$", row) for row in rows)


def test_pictures(exporter):
    worked = FILES / "worked.chainrule"
    svg = exporter.export(worked, "net.svg")
    tool("rsvg-convert", svg, "-o", exporter.folder / "drawn.png")
    assert png_size(exporter.folder / "drawn.png")[0] > 0
    drawn = svg.read_text()
    assert len(re.findall(r"<path[^>]* C ", drawn)) >= 2, "connections are curves"
    pdf = exporter.export(worked, "net.pdf", "--step", "10", "--overlay", "updates")
    text = tool("pdftotext", "-raw", pdf, "-")
    for words in ("Δw", "−1.12", "−1.68", "L = (ŷ − y)² = 196", "Step 10 of 10"):
        assert words in text, (words, text)
    assert page_size(pdf) == (1000, 640) and all_fonts_embedded(pdf)
    png = exporter.export(worked, "net.png", "--width", "400", "--height", "300", "--dark")
    assert png_size(png) == (800, 600), "two pixels for each"
    light = exporter.export(worked, "light.png", "--width", "400", "--height", "300")
    assert light.read_bytes() != png.read_bytes()


# What is known after how many steps decides what is drawn.
def test_places(exporter):
    worked = FILES / "worked.chainrule"
    for options, there, missing in (
            ((), ["5", "8", "Iteration 1 begins"], ["L ="]),
            (("--step", "4"), ["32", "196", "Step 4 of 10: Loss L"], []),
            (("--iteration", "2"), ["3.88", "6.32", "Iteration 2 begins"], ["196"]),
            (("--overlay", "gradients"), ["56", "84", "∂L/∂w"], ["not computed yet"]),
            (("--overlay", "gradients", "--step", "4"), ["not computed yet"], ["84"]),
            (("--overlay", "contributions"), ["10", "24", "w·x"], [])):
        text = tool("pdftotext", "-raw", exporter.export(worked, "place.pdf", *options), "-")
        for words in there:
            assert words in text, (options, words, text)
        for words in missing:
            assert words not in text, (options, words, text)


def shown(value):
    """A number as the program shows it, without the power of a very small or large one."""
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "−∞" if value < 0 else "∞"
    mantissa, exponent = f"{abs(value):.{DIGITS - 1}e}".split("e")
    plain = -4 <= int(exponent) <= 5
    text = f"{abs(value):.{max(DIGITS - 1 - int(exponent), 0)}f}" if plain else mantissa
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return ("−" if value < 0 else "") + text


def sections(text):
    """The text of each step, whatever page it is on."""
    text = re.sub(r"(?m)^.*, continued\n", "", text.replace("\f", ""))
    found = re.split(r"(?m)^Step (\d+) of \d+ .*\n", text)[1:]
    return dict(zip(map(int, found[::2]), found[1::2]))


def results(text):
    """What stands after an equals sign or an arrow, and is not the first term of a formula."""
    return re.findall(r"[=←] (−?(?:[\d.]+|∞)|NaN)(?=\s|·10)(?! [·+−(])", text)


def is_in_order(wanted, among):
    rest = iter(among)
    return all(any(one == other for other in rest) for one in wanted)


def check_numbers(step, text):
    values = [number for row in step["value"] for number in row]
    wanted = [shown(number) for number in (values if len(values) <= MOST else values[:FEW])]
    assert is_in_order(wanted, results(text)), (step["quantity"], wanted, results(text), text)
    if len(values) > MOST:
        rows, columns = step["shape"]
        assert f"⋯ {len(values) - FEW} more of {rows} × {columns}" in text, text


def check_handout(exporter, project, name, iteration):
    """Every step of an iteration is there, in order, with its title and its numbers."""
    pdf = exporter.export(project, f"{name}.pdf", "--handout", "--iteration", iteration)
    text = tool("pdftotext", "-raw", pdf, "-")
    found = sections(text)
    lines = exporter.make("step", project, "--iterations", iteration)
    lines = lines.split(f"iteration {iteration}, ")[-1].splitlines()
    titles = [re.search(r", ([^,:]+): (.*) \[\d+, \d+\]$", line) for line in lines]
    titles = [title.groups() for title in titles if title]
    steps = json.loads(exporter.make("step", project, "--iterations", iteration, "--format",
                                     "json"))["steps"]
    steps = iter([step for step in steps if step["iteration"] == iteration])
    assert sorted(found) == list(range(1, len(titles) + 1)), sorted(found)
    for number, (quantity, title) in enumerate(titles, 1):
        assert title.replace(" ", "") in found[number].splitlines()[0].replace(" ", ""), title
        if quantity not in ("state", "clipped"):
            check_numbers(next(steps), found[number])
    assert next(steps, None) is None
    assert all_fonts_embedded(pdf)
    return pdf, text


def pages(pdf):
    return int(re.search(r"Pages: +(\d+)", tool("pdfinfo", pdf))[1])


def check_pages(pdf, text, title, iteration):
    """Each page has its header and its number, and none ends with a heading."""
    each = text.split("\f")[:-1]
    assert len(each) == pages(pdf)
    for page, words in enumerate(each, 1):
        lines = words.splitlines()
        assert lines[0] == f"{title} Iteration {iteration}", lines[0]
        assert lines[1] == f"{page} / {len(each)}", lines[1]
        last = re.findall(r"(?m)^Step \d+ of \d+ .*$", words)
        assert not last or re.search("[=←]", words.split(last[-1])[1]), f"page {page}: {last[-1]}"


def test_worked_example(exporter):
    pdf, text = check_handout(exporter, FILES / "worked.chainrule", "worked", 1)
    for words in ("2 inputs → 1 linear", "(2·1) + (1) = 3", "mean squared error",
                  "Gradient descent, learning rate η = 0.02", "= 5 · 2 + 8 · 3 + (−2)",
                  "= 2 · (32 − 18)", "= 5 − 0.02 · 56"):
        assert words in text, (words, text)
    assert page_size(pdf) == (595.276, 841.89)
    assert pages(pdf) == PAGES["worked"], pages(pdf)
    check_pages(pdf, text, "Worked example", 1)
    check_handout(exporter, FILES / "worked.chainrule", "later", 7)
    letter = exporter.export(FILES / "worked.chainrule", "letter.pdf", "--handout", "--paper",
                             "letter")
    assert page_size(letter) == (612, 792)


def new_project(exporter, data, target, layers, name):
    exporter.make("new", "--data", data, "--target", target, "--layers", layers, "--output", name)
    return exporter.folder / name


def with_training(project, **changed):
    document = json.loads(project.read_text())
    document["training"].update(changed)
    project.write_text(json.dumps(document))


def test_iris(exporter):
    done = exporter.run("new", "--data", FILES / "iris.csv", "--target", "species", "--layers",
                        "8 relu, 3 softmax", "--output", "iris.chainrule")
    assert done.returncode == 0, done.stderr
    project = exporter.folder / "iris.chainrule"
    pdf, text = check_handout(exporter, project, "adam", 2)
    check_pages(pdf, text, "iris", 2)
    with_training(project, batch_size=1, shuffle=False, optimizer={"name": "sgd"})
    pdf, text = check_handout(exporter, project, "sgd", 3)
    check_pages(pdf, text, "iris", 3)
    assert pages(pdf) == PAGES["iris"], pages(pdf)
    assert "4 inputs → 8 ReLU → 3 softmax" in text and "(4·8 + 8·3) + (8 + 3) = 67" in text


def test_margins(exporter):
    """Long formulas and long names break; nothing leaves the text's width or lies on the footer."""
    project = exporter.folder / "long.chainrule"
    document = json.loads((FILES / "xor.chainrule").read_text())
    document["name"] = "A name that goes on, as names of experiments do, " * 4
    del document["network"]["weights"]
    document["network"]["layers"][0].update(units=12, activation="gelu", l2=0.01, dropout=0.2)
    document["training"].update(optimizer={"name": "adamw"}, learning_rate=1.234567e-5)
    project.write_text(json.dumps(document))
    pdf = exporter.export(project, "long.pdf", "--handout", "--paper", "letter")
    width, height = page_size(pdf)
    words = re.findall(r'xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)<',
                       tool("pdftotext", "-bbox", pdf, "-"))
    assert len(words) > 1000
    for left, top, right, bottom, word in words:
        assert 50 < float(left) and float(right) < width - 50 and 20 < float(top), word
        assert float(bottom) < height - 50 or re.fullmatch(r"\d+|/", word), word


def test_wide(exporter):
    """A net of 64, 32 and 10 units stays readable: sums are shortened, matrices cut."""
    rows = ["," .join([f"p{i}" for i in range(64)] + ["digit"])]
    rows += [",".join([str((i * 7 + r * 3) % 17) for i in range(64)] + [f"d{r % 10}"])
             for r in range(40)]
    (exporter.folder / "wide.csv").write_text("\n".join(rows) + "\n")
    done = exporter.run("new", "--data", "wide.csv", "--target", "digit", "--layers",
                        "32 relu, 10 softmax", "--output", "wide.chainrule")
    assert done.returncode == 0, done.stderr
    pdf, text = check_handout(exporter, exporter.folder / "wide.chainrule", "wide", 1)
    assert pages(pdf) == PAGES["wide"], pages(pdf)
    check_pages(pdf, text, "wide", 1)


def test_errors(exporter):
    worked = FILES / "worked.chainrule"
    hot = exporter.folder / "hot.chainrule"
    shutil.copy(worked, hot)
    with_training(hot, learning_rate=1e9)
    for status, message, *arguments in (
            (2, "expected a file that ends in .pdf for a hand-out, got out.svg",
             worked, "--output", "out.svg", "--handout"),
            (2, "expected a file that ends in .svg, .pdf or .png for a picture, got out.json",
             worked, "--output", "out.json", "--overlay", "weights"),
            (2, "--overlay: expected", worked, "--output", "out.svg", "--overlay", "colours"),
            (2, "--paper: expected", worked, "--output", "out.pdf", "--handout", "--paper", "a3"),
            (2, "--paper: expected only with --handout",
             worked, "--output", "out.pdf", "--paper", "a4"),
            (2, "--handout: expected none of", worked, "--output", "out.pdf", "--handout",
             "--step", "2"),
            (2, "--width: expected", worked, "--output", "out.png", "--width", "1000000"),
            (2, "--iteration: expected", worked, "--output", "out.svg", "--iteration", "0"),
            (1, "--step: expected at most 10, as many as an iteration has, got 11",
             worked, "--output", "out.svg", "--step", "11"),
            (1, "no-folder", worked, "--output", "no-folder/out.svg"),
            (1, "no-folder", worked, "--output", "no-folder/out.pdf", "--handout"),
            (1, "iteration 900 is never reached: training diverges in iteration",
             hot, "--output", "out.pdf", "--handout", "--iteration", "900"),
            (1, "missing.chainrule", "missing.chainrule", "--output", "out.svg")):
        done = exporter.run("export", *arguments)
        assert done.returncode == status and done.stdout == "", (arguments, done)
        assert done.stderr.startswith("chainrule: ") and done.stderr.count("\n") == 1, done.stderr
        assert message in done.stderr, (message, done.stderr)
    assert not list(exporter.folder.glob("out.*")), "nothing is left behind"


def test_divergence(exporter):
    """The iteration that diverges is shown as it is."""
    hot = exporter.folder / "hot.chainrule"
    done = exporter.run("export", hot, "--output", "x.pdf", "--handout", "--iteration", "900")
    last = int(re.search(r"diverges in iteration (\d+)", done.stderr)[1])
    pdf = exporter.export(hot, "hot.pdf", "--handout", "--iteration", last)
    assert "∞" in tool("pdftotext", "-raw", pdf, "-")


def main():
    missing = [name for name in TOOLS if shutil.which(name) is None]
    if missing:
        print("skipped without", ", ".join(missing))
        return 77
    with tempfile.TemporaryDirectory() as folder:
        exporter = Exporter(os.path.abspath(sys.argv[1]), folder)
        for test in (test_pictures, test_places, test_worked_example, test_iris, test_margins,
                     test_wide, test_errors, test_divergence):
            test(exporter)
    return 0


if __name__ == "__main__":
    sys.exit(main())
