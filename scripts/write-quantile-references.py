"""Writes test/numeric/references.json: values of log, exp, the normal distribution, its quantile and truncations.

A value is a pair [nearest double, rest], so that a test can measure an error in fractions of an ulp with doubles only.
The constants of a truncation are nearest doubles alone.

    python3 scripts/write-quantile-references.py        needs mpmath 1.3
"""
import json
import random
from pathlib import Path

from mpmath import mp, mpf

mp.dps = 60
random.seed(241)


def pair(x):
    high = float(x)
    return [high, float(x - mpf(high))]


def upper(z):
    return mp.erfc(z / mp.sqrt(2)) / 2


def quantile_of_tail(p):
    """The z >= 0 with 1 - Phi(z) = p, by Newton steps on log p."""
    z = mp.sqrt(-2 * mp.log(p)) * mpf('0.9') if p < mpf('0.2') else mp.sqrt(2 * mp.pi) * (mpf('0.5') - p)
    for _ in range(200):
        q = upper(z)
        step = q * mp.log(q / p) / (mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi))
        z += step
        if abs(step) < mpf(10) ** -40 * z:
            return z
    raise ArithmeticError('no convergence')


def grid(k):
    return (mpf(k) + mpf('0.5')) / 2 ** 52


def quantiles():
    top = 2 ** 51
    ks = list(range(4)) + [top - 1 - k for k in range(4)]
    ks += [int(0.478 * 2 ** 52) + d for d in range(-4, 4)]
    ks += [2 ** e + random.randrange(2 ** e) for e in range(2, 50)]
    ks += [top - 1 - 2 ** e - random.randrange(2 ** e) for e in range(2, 50)]
    ks += [random.randrange(top) for _ in range(200)]
    return [[float(grid(k)), *pair(quantile_of_tail(mpf('0.5') - grid(k)))] for k in ks]


def tails():
    ps = [random.uniform(1, 2) * 2.0 ** -e for e in range(7, 1021, 13)] + [0.022, 0.0220001, 1e-300, 2.0 ** -1022, 1e-310, 6e-316, 5e-324]
    return [[p, *pair(quantile_of_tail(mpf(p)))] for p in ps]


def of(f, xs):
    return [[x, *pair(f(mpf(x)))] for x in xs]


def truncation(a, b):
    mp.dps = 1300  # the narrowest truncation cancels 900 digits in its variance
    finite = [x for x in (a, b) if abs(x) != float('inf')]
    density = {x: mp.exp(-mpf(x) ** 2 / 2) / mp.sqrt(2 * mp.pi) for x in finite}
    phi = lambda x: density.get(x, mpf(0))
    moment = lambda x: mpf(x) * density[x] if x in density else mpf(0)
    left, right = upper(-mpf(a)), upper(mpf(b))
    mass = 1 - left - right
    mean = (phi(a) - phi(b)) / mass
    variance = 1 + (moment(a) - moment(b)) / mass - mean ** 2
    values = [left, right, mass, (left - right) / 2, mean, mp.sqrt(variance)]
    mp.dps = 60
    return [repr(a), repr(b), *[float(v) for v in values]]


CUTS = [(-2.0, 2.0), (-1.0, 1.0), (-3.0, 3.0), (-5.0, 5.0), (-37.0, 37.0), (-2.5, 4.0), (-5.0, 4.0), (0.0, 3.0),
        (0.3, 0.30000001), (5.0, 5.000000000000001), (36.0, 37.0), (-37.0, -36.5), (-1e-300, 1e-300), (1e-3, 1.001e-3),
        (-1.0, 1.0000000000000002), (36.99999999999999, 37.0), (1e-200, 2e-200), (-0.1, 7.25), (8.0, 9.5),
        (0.0, float('inf')), (-5.0, float('inf')), (float('-inf'), 37.0), (float('-inf'), float('inf'))]

if __name__ == '__main__':
    answer = {
        'quantile': quantiles(),
        'tail': tails(),
        'log': of(mp.log, [random.uniform(0.5, 2) for _ in range(100)]
                  + [random.uniform(1, 2) * 2.0 ** random.randrange(-1022, 1023) for _ in range(100)]
                  + [5e-324, 1e-310, 2.0 ** -1022]),
        'exp': of(mp.exp, [random.uniform(-708, 0) for _ in range(100)] + [random.uniform(-1, 1) for _ in range(100)]),
        'cdf': of(lambda z: upper(-z), [random.uniform(-37, -0.6) for _ in range(100)]
                  + [random.uniform(-3, 8) for _ in range(150)]),
        'pdf': of(lambda z: mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi), [random.uniform(-37, 37) for _ in range(100)]),
        'truncation': [truncation(a, b) for a, b in CUTS]
    }
    rows = [f'  {json.dumps(name)}: [\n' + ',\n'.join('    ' + json.dumps(row) for row in table) + '\n  ]'
            for name, table in answer.items()]
    path = Path(__file__).parent.parent / 'test' / 'numeric' / 'references.json'
    path.write_text('{\n' + ',\n'.join(rows) + '\n}\n')
