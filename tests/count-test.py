"""Tests of count.py: logs as meson writes them, and what they add up to.

SPDX-License-Identifier: MIT
"""
import importlib.util
import json
import os
import pathlib
import tempfile
import unittest

spec = importlib.util.spec_from_file_location(
    "count", pathlib.Path(__file__).with_name("count.py"))
count = importlib.util.module_from_spec(spec)
spec.loader.exec_module(count)

PLAIN = '<testsuite name="p"><testcase name="p:s / one" classname="p">{}</testcase></testsuite>'
CASES = ('<testsuite name="p.p:s / one"><testcase name="/a"/><testcase name="/b"/>'
         '<testcase name="/c">{}</testcase></testsuite>')

# Name, JUnit, result in meson's own log, (passed, failed, skipped).
LOGS = [
    ("passed", PLAIN.format(""), "OK", (1, 0, 0)),
    ("failed", PLAIN.format("<failure/>"), "FAIL", (0, 1, 0)),
    ("skipped", PLAIN.format("<skipped/>"), "SKIP", (0, 0, 1)),
    ("out of time", PLAIN.format(""), "TIMEOUT", (0, 1, 0)),
    ("interrupted", PLAIN.format(""), "INTERRUPT", (0, 1, 0)),
    ("cases passed", CASES.format(""), "OK", (3, 0, 0)),
    ("a case failed", CASES.format("<failure/>"), "FAIL", (2, 1, 0)),
    ("a case skipped", CASES.format("<skipped/>"), "OK", (2, 0, 1)),
    ("cases out of time", CASES.format(""), "TIMEOUT", (3, 1, 0)),
    ("cases broken off", CASES.format(""), "ERROR", (3, 1, 0)),
    ("nothing was said", "", "TIMEOUT", (0, 1, 0)),
]


class Count(unittest.TestCase):
    def test_logs(self):
        for name, junit, result, expected in LOGS:
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                pathlib.Path(folder, "testlog.junit.xml").write_text(
                    f"<testsuites>{junit}</testsuites>", encoding="utf-8")
                pathlib.Path(folder, "testlog.json").write_text(
                    json.dumps({"name": "p:s / one", "result": result}) + os.linesep,
                    encoding="utf-8")
                total = count.count(folder)
                self.assertEqual(
                    tuple(total[kind] for kind in ("passed", "failed", "skipped")), expected)


if __name__ == "__main__":
    unittest.main()
