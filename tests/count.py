"""Adds up meson's logs of several builds: prints 'N passed, N failed[, N skipped]'.

count.py FOLDER... takes the folders with testlog.json and testlog.junit.xml. The second tells the
cases of each test, but not that a test ran out of time or broke off: the first does.

SPDX-License-Identifier: MIT
"""
import collections
import json
import os
import sys
import xml.etree.ElementTree as xml

GOOD = ("OK", "SKIP", "EXPECTEDFAIL")


def outcome(case):
    """What became of one case of JUnit."""
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"


def count_test(cases, is_good):
    """The outcomes of one test's cases; a test that did not end well failed at least once."""
    total = collections.Counter(cases)
    if not is_good and not total["failed"]:
        total["failed"] = 1
        if len(cases) == 1:
            total["passed"] = total["skipped"] = 0
    return total


def count(folder):
    """The outcomes of all tests of one build."""
    cases = collections.defaultdict(list)
    for suite in xml.parse(os.path.join(folder, "testlog.junit.xml")).iter("testsuite"):
        for case in suite.iter("testcase"):
            name = case.get("name")
            if ":" in suite.get("name"):  # a test of several cases has a suite of its own
                name = suite.get("name").split(".", 1)[1]
            cases[name].append(outcome(case))
    total = collections.Counter()
    with open(os.path.join(folder, "testlog.json"), encoding="utf-8") as log:
        for test in map(json.loads, log):
            total += count_test(cases[test["name"]], test["result"] in GOOD)
    return total


def main():
    total = sum(map(count, sys.argv[1:]), collections.Counter())
    print(f"{total['passed']} passed, {total['failed']} failed"
          + (f", {total['skipped']} skipped" if total["skipped"] else ""))
    return 1 if total["failed"] or not total["passed"] else 0


if __name__ == "__main__":
    sys.exit(main())
