"""Recomputes the constants of src/numeric/spectral/trigonometry.ts, prints them in the form used there, and writes the references
of its test, test/numeric/spectral/trigonometry.json.

The fits are those of fit-quantile.py. A row of the references is k, n, and cos and sin of k/n of a turn, each as the
nearest double and the rest: first all fractions in lowest terms from 0 to 1/4 with n up to 64, then larger n, all
around the circle.

    python3 scripts/fit-trigonometry.py        needs mpmath 1.3; two seconds
"""
import json
import random
from importlib import import_module
from math import gcd
from pathlib import Path

from mpmath import mp, mpf

fits = import_module('fit-quantile')
mp.dps = 70
random.seed(360)


def split(name, x):
    fits.constant(name, x)
    fits.constant(name + '_LOW', x - mpf(float(x)))


def fit_sin(n=5):
    # sin(pi y / 2) = y pi / 2 + y^3 S(y^2), y from 0 to 1/2
    zs = fits.chebyshev(mpf(0), mpf('0.25'), 60)
    values = [(mp.sin(mp.pi * mp.sqrt(z) / 2) / mp.sqrt(z) - mp.pi / 2) / z for z in zs]
    fits.fit('sin', 'S', zs, values, [mp.sin(mp.pi * mp.sqrt(z) / 2) / mp.sqrt(z) / z for z in zs], n, 0)


def fit_cos(n=5):
    # cos(pi y / 2) = 1 - y^2 pi^2 / 8 + y^4 C(y^2), y from 0 to 1/2
    zs = fits.chebyshev(mpf(0), mpf('0.25'), 60)
    values = [(mp.cos(mp.pi * mp.sqrt(z) / 2) - 1 + mp.pi ** 2 / 8 * z) / z ** 2 for z in zs]
    fits.fit('cos', 'C', zs, values, [1 / z ** 2 for z in zs], n, 0)


def pair(x):
    high = float(x)
    return [high, float(x - mpf(high))]


def row(k, n):
    return [k, n, *pair(mp.cospi(mpf(2 * k) / n)), *pair(mp.sinpi(mpf(2 * k) / n))]


def references():
    small = [(k, n) for n in range(1, 65) for k in range(n // 4 + 1) if gcd(k, n) == 1]
    ns = [2 ** 31, 2 ** 31 - 1, 2 ** 31 - 2, 3 * 2 ** 29, 1000003, 2 ** 20, 65537, 4093, 1000, 513]
    large = [(random.randrange(n), n) for n in ns for _ in range(20)]
    edges = [(k, n) for n in ns[:3] for k in (1, 2, n // 8, n // 4, n // 2 - 1, n // 2, n - 1)]
    return [row(k, n) for k, n in small + large + edges]


if __name__ == '__main__':
    split('HALF_PI', mp.pi / 2)
    split('EIGHTH_SQUARE', mp.pi ** 2 / 8)
    fit_sin()
    fit_cos()
    path = Path(__file__).parent.parent / 'test' / 'numeric' / 'spectral' / 'trigonometry.json'
    path.write_text('[\n' + ',\n'.join('  ' + json.dumps(r).replace('e-0', 'e-') for r in references()) + '\n]\n')
