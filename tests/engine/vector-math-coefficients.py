"""Computes the polynomials of engine/autodiff/vector-math-inline.h and prints them as C, each
with its largest relative error before rounding in use, as a power of 2.

Interpolation at the Chebyshev nodes, in 60 digits; that is within a small factor of the best
polynomial of the degree (Powell 1967), which one degree more makes up for. Needs mpmath.

usage: vector-math-coefficients.py

SPDX-License-Identifier: MIT
"""
from mpmath import cos, erfc, exp, expm1, log, lu_solve, matrix, mp, mpf, pi, sqrt, tanh

mp.dps = 60


def interpolate(f, low, high, degree):
    count = degree + 1
    system, values = matrix(count, count), matrix(count, 1)
    for i in range(count):
        x = (low + high) / 2 + (high - low) / 2 * cos(pi * (2 * i + 1) / (2 * count))
        values[i] = f(x)
        for j in range(count):
            system[i, j] = x**j
    return [mpf(float(c)) for c in lu_solve(system, values)]


def evaluate(coefficients, x):
    result = mpf(0)
    for c in reversed(coefficients):
        result = result * x + c
    return result


def largest_error(coefficients, f, weight, low, high):
    points = [low + (high - low) * (i + mpf("0.37")) / 1000 for i in range(1000)]
    return max(abs((evaluate(coefficients, x) - f(x)) * weight(x)) for x in points)


def report(name, f, weight, low, high, degree):
    coefficients = interpolate(f, low, high, degree)
    error = largest_error(coefficients, f, weight, low, high)
    print(f"{name}: relative error 2^{float(log(error, 2)):.1f}")
    for i, c in enumerate(coefficients):
        print(f"  [{i}] = {float(c).hex()}")


def exponential(r):
    """(e^r - 1 - r) / r^2"""
    return (expm1(r) - r) / r**2 if abs(r) > 1e-20 else mpf(1) / 2 + r / 6


def logarithm(s2):
    """(ln((1 + s) / (1 - s)) - 2 s) / s^3 as a function of s^2"""
    s = sqrt(s2)
    return (log((1 + s) / (1 - s)) - 2 * s) / s**3


def ratio_of_tangent(high, degree):
    """tanh y = y Q(y^2) / P(y^2), both of that degree and 1 at 0, for |y| <= high: Q and P"""
    count = 2 * degree
    system, values = matrix(count, count), matrix(count, 1)
    for i in range(count):
        u = high**2 * (1 - cos(pi * (2 * i + 1) / (2 * count))) / 2
        value = tanh(sqrt(u)) / sqrt(u)
        for j in range(degree):
            system[i, j] = u**(j + 1)
            system[i, degree + j] = -value * u**(j + 1)
        values[i] = value - 1
    solution = [mpf(float(c)) for c in lu_solve(system, values)]
    return [mpf(1)] + solution[:degree], [mpf(1)] + solution[degree:]


def report_tangent(high, degree):
    above, below = ratio_of_tangent(high, degree)
    points = [high * (i + mpf("0.37")) / 1000 for i in range(1000)]
    error = max(abs(y * evaluate(above, y * y) / evaluate(below, y * y) / tanh(y) - 1)
                for y in points)
    print(f"tangent: relative error 2^{float(log(error, 2)):.1f}")
    for name, coefficients in (("Q", above), ("P", below)):
        for i, c in enumerate(coefficients):
            print(f"  {name}[{i}] = {float(c).hex()}")


CENTRE = 5  # q = (x - 5) / (x + 5) maps [0, infinity) to [-1, 1)


def scaled_tail(q):
    """(x + 1) e^(x^2/2) Phi(-x), nearly constant"""
    x = CENTRE * (1 + q) / (1 - q)
    return (x + 1) * exp(x * x / 2) * erfc(x / sqrt(mpf(2))) / 2


if __name__ == "__main__":
    half = log(2) / 2 * mpf("1.0001")
    report("exponential", exponential, lambda r: r * r / expm1(r), -half, half, 10)
    report_tangent(half / 2, 2)
    # m = 1 + f in [1/sqrt 2, sqrt 2] or f in [-1/4, 1/2]: s = f / (2 + f) at most 1/5
    report("logarithm", logarithm, lambda s2: s2 / 2, mpf("1e-12"), mpf("0.0401"), 7)
    # beyond x = 39 the density itself is 0
    report("normal tail", scaled_tail, lambda q: 1 / scaled_tail(q), mpf(-1),
           mpf(39 - CENTRE) / (39 + CENTRE), 23)
    ln2 = log(mpf(2))
    high = mpf(int(ln2 * 2**40)) / 2**40
    print("ln 2:", float(high).hex(), "+", float(ln2 - high).hex())
