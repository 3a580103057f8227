"""Prints the powers of five that decimal.c multiplies with, as rows of a C table.

Each is 5^q for q = -342 to 308, scaled by a power of two to fill 128 bits and cut off there; from
-27 to -1 it is rounded up, so that a product which is exact shows itself as one.

usage: powers-of-five.py OUTPUT

SPDX-License-Identifier: MIT
"""
import sys

LEAST, MOST = -342, 308
BITS = 128


def significand(q):
    power = 5 ** abs(q)
    length = power.bit_length()
    if q >= 0:
        return power << (BITS - length) if length <= BITS else power >> (length - BITS)
    return (1 << (BITS - 1 + length)) // power + (1 if q >= -27 else 0)


def main():
    with open(sys.argv[1], "w", encoding="ascii") as output:
        for q in range(LEAST, MOST + 1):
            value = significand(q)
            assert value.bit_length() == BITS
            output.write(f"{{ {value >> 64:#018x}, {value & (1 << 64) - 1:#018x} }}, /* 5^{q} */\n")


main()
