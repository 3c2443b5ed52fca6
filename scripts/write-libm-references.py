"""Writes test/streams/arithmetic/references.json: log, exp, sin, cos and erf of doubles, rounded to the nearest double.

Among the arguments are some whose value lies as close to the middle of two doubles as could be found: the hardest of
2^27 consecutive ones of each function, by second differences in 64-bit integers, and published worst cases (Lefevre
and Muller, "Worst cases for correct rounding of the elementary functions in double precision", 2001).

    python3 scripts/write-libm-references.py        needs mpmath 1.3 and numpy
"""
import json
import math
import random
from pathlib import Path

import numpy as np
from mpmath import mp, mpf

mp.prec = 400
random.seed(1991)


def in_half_ulps(f, x):
    value = f(mpf(x))
    return value / (mpf(math.ulp(float(value))) / 2)


def hardness(f, x):
    """-log2 of the distance to the nearest middle between doubles, in ulps."""
    halves = in_half_ulps(f, x)
    odd = 2 * mp.floor(halves / 2) + 1
    return float(-mp.log(abs(halves - odd) / 2, 2)) if halves != odd else math.inf


def hardest(f, start, blocks=2048, size=1 << 16):
    """Of blocks * size doubles from `start` on, the one whose value is closest to a middle."""
    i = np.arange(size, dtype=np.uint64)
    squares = i * (i - np.uint64(1)) // np.uint64(2)
    step = math.ulp(start)
    best = (2 ** 64, start)
    for block in range(blocks):
        x0 = start + block * size * step
        # f(x0 + i step) = g0 + i d1 + i (i - 1) / 2 d2 in units of two half ulps; the third difference is below 2^-40.
        h = size // 2
        g = [in_half_ulps(f, x0 + k * h * step) / 2 for k in range(3)]
        d2 = (g[2] - 2 * g[1] + g[0]) / h ** 2
        d1 = (g[1] - g[0]) / h - d2 * (h - 1) / 2
        word = lambda v: np.uint64(int(mp.floor((v - mp.floor(v)) * mpf(2) ** 64)) % 2 ** 64)
        with np.errstate(over='ignore'):
            fraction = word(g[0]) + word(d1) * i + word(d2) * squares - np.uint64(2 ** 63)
        distance = np.minimum(fraction, ~fraction)
        j = int(np.argmin(distance))
        if distance[j] < best[0]:
            best = (int(distance[j]), x0 + j * step)
    return best[1]


def rows(f, xs):
    return [[x, float(f(mpf(x)))] for x in xs]


def exponential(low, high):
    return math.ldexp(random.uniform(1, 2), random.randrange(low, high))


HEX = float.fromhex
PUBLISHED = {'exp': ['0x1.9e9cbbfd6080bp-31', '0x1.accfbe46b4efp-1'], 'sin': ['0x1.598bae9e632f6p-7']}
PLAIN = {
    'exp': [random.uniform(-745, 709.7) for _ in range(150)] + [random.uniform(-1, 1) for _ in range(100)]
           + [k * 2.0 ** -54 for k in range(-9, 10)] + [-745.2, -744.5, -708.5, -720.25, 1e-300, -5e-324, 709.7],
    'log': [exponential(-1022, 1024) for _ in range(150)] + [random.uniform(0.5, 2) for _ in range(100)]
           + [1 + k * 2.0 ** -52 for k in range(-9, 10)] + [random.random() * 2.0 ** -53 + 2.0 ** -53 for _ in range(9)]
           + [5e-324, 1e-310, 2.0 ** -1022, 1.7976931348623157e308],
    'sin': [random.uniform(0, 2 * math.pi) for _ in range(150)] + [random.uniform(-2.0 ** 20, 2.0 ** 20) for _ in range(100)]
           + [exponential(-60, 0) for _ in range(60)] + [k * math.pi / 2 for k in range(-8, 9)]
           + [float(k * mp.pi) for k in (355, 103993, 333719)] + [1e-300, 5e-324],
    'erf': [random.uniform(-6, 6) for _ in range(150)] + [exponential(-60, 3) for _ in range(60)]
           + [z / math.sqrt(2) for z in (1, 2, 2.5, 3, -2)] + [1e-300, 5e-324, 7.5, -1e300, 2.0 ** -40]
}
PLAIN['cos'] = PLAIN['sin']
STARTS = {'exp': [0.01, 0.7, 5.3, -20.1, 300.7], 'log': [0.03, 0.6, 0.99, 1.7, 1e100],
          'sin': [0.02, 0.5, 1.4, 4.0, 6.2, 30.1], 'cos': [0.02, 0.5, 1.5, 4.0, 6.2, 30.1]}

if __name__ == '__main__':
    answer = {}
    for name, plain in PLAIN.items():
        f = getattr(mp, name)
        hard = [HEX(x) for x in PUBLISHED.get(name, [])] + [hardest(f, x) for x in STARTS.get(name, [])]
        print(name, [f'{x!r}: 2^-{hardness(f, x):.0f} ulp' for x in hard])
        answer[name] = rows(f, plain + hard)
    text = [f'  {json.dumps(name)}: [\n' + ',\n'.join('    ' + json.dumps(row) for row in table) + '\n  ]'
            for name, table in answer.items()]
    path = Path(__file__).parent.parent / 'test' / 'streams' / 'arithmetic' / 'references.json'
    path.write_text(('{\n' + ',\n'.join(text) + '\n}\n').replace('e+', 'e'))
