"""Adds up the test cases of meson's JUnit files: prints 'N passed, N failed[, N skipped]'.

SPDX-License-Identifier: MIT
"""
import sys
import xml.etree.ElementTree as xml


def count(paths):
    passed = failed = skipped = 0
    for path in paths:
        for case in xml.parse(path).iter("testcase"):
            if case.find("failure") is not None or case.find("error") is not None:
                failed += 1
            elif case.find("skipped") is not None:
                skipped += 1
            else:
                passed += 1
    return passed, failed, skipped


def main():
    passed, failed, skipped = count(sys.argv[1:])
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
