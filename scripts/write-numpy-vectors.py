"""Writes test/vectors/streams-numpy.json: what NumPy draws, call after call from one state.

A row is a seed and its calls; of each result the first elements as bits and the SHA-256 of all, little-endian. Rows with
the contraction `fma` are what a NumPy would return whose compiler fused the last product with the sum: its own uniform
and normal numbers, and exact rational arithmetic for the rest.

    python3 scripts/write-numpy-vectors.py        written with NumPy 2.4.6 on x86-64, glibc 2.36
"""
import hashlib
import json
from fractions import Fraction
from pathlib import Path

import numpy as np

BIT_GENERATORS = ['PCG64DXSM', 'MT19937', 'Philox', 'SFC64']
MAKERS = {
    'default_rng': np.random.default_rng,
    'RandomState': np.random.RandomState,
    **{
        name: lambda seed, bits=getattr(np.random, name): np.random.Generator(bits(seed))
        for name in BIT_GENERATORS
    },
}


def result(values):
    values = np.asarray(values).reshape(-1)
    little = values.astype(values.dtype.newbyteorder('<'))
    big = values.astype(values.dtype.newbyteorder('>'))
    width = 2 * values.dtype.itemsize
    first = big[:4].tobytes().hex()
    return {
        'first': [first[i : i + width] for i in range(0, len(first), width)],
        'sha256': hashlib.sha256(little.tobytes()).hexdigest(),
    }


def fused(a, b, c):
    return float(Fraction(a) * Fraction(b) + Fraction(c))


def draw(state, name, config, dtype, shape, contraction):
    if contraction == 'fma' and name == 'uniform':
        low, high = config['low'], config['high']
        return [fused(high - low, float(u), low) for u in state.random(shape).reshape(-1)]
    if contraction == 'fma' and name == 'normal':
        return [fused(config['scale'], float(z), config['loc']) for z in state.standard_normal(shape).reshape(-1)]
    method = getattr(state, 'random_sample' if name == 'random' and hasattr(state, 'random_sample') else name)
    if name in ('random', 'standard_normal') and isinstance(state, np.random.Generator):
        return method(shape, dtype=dtype)
    return method(**config, size=shape).astype(dtype)


def row(generator, seed, calls, contraction='none'):
    state = MAKERS[generator](seed)
    rows = []
    for name, config, dtype, shape in calls:
        values = draw(state, name, config, dtype, shape, contraction)
        rows.append({'class_name': name, 'config': config, 'dtype': dtype, 'shape': shape, **result(values)})
    listed = [str(s) for s in seed] if isinstance(seed, list) else str(seed)
    return {'generator': generator, 'contraction': contraction, 'seed': listed, 'calls': rows}


# odd numbers of float32 leave half a word, which float64 passes by
mixed = [
    ('random', {}, 'float32', [5]),
    ('standard_normal', {}, 'float64', [3, 7]),
    ('standard_normal', {}, 'float32', [33]),
    ('uniform', {'low': -2.5, 'high': 1e-3}, 'float64', [100]),
    ('random', {}, 'float64', [17]),
    ('normal', {'loc': 1.5, 'scale': 0.3}, 'float32', [257]),
    ('uniform', {'low': 0.1, 'high': 0.7}, 'float16', [64]),
    ('random', {}, 'float32', [1]),
    ('normal', {'loc': 0.0, 'scale': 1e-8}, 'float64', []),
    ('standard_normal', {}, 'float64', [0, 3]),
    ('random', {}, 'float32', [9]),
]
# some 300 numbers of the tail and 10000 tried ones
long = [('standard_normal', {}, dtype, [1_000_000]) for dtype in ('float64', 'float32')]
legacy = [
    ('standard_normal', {}, 'float64', [3]),
    ('random', {}, 'float64', [40]),
    ('normal', {'loc': -1.0, 'scale': 2.5}, 'float64', [4, 25]),
    ('uniform', {'low': -0.05, 'high': 0.05}, 'float32', [31]),
    ('standard_normal', {}, 'float32', [200_001]),
    ('random', {}, 'float16', [7]),
    ('normal', {'loc': 0.0, 'scale': 1.0}, 'float64', [2]),
]
moved = [('uniform', {'low': -0.3, 'high': 0.5}, 'float64', [2000]), ('normal', {'loc': 0.1, 'scale': 0.7}, 'float64', [2000])]

vectors = [
    *[row('default_rng', s, mixed) for s in [0, 1, 2024, 2**32, 2**63 + 11, 7**150, [3, 1, 4], [2**40, 0, 5, 9, 2, 6], []]],
    *[row('default_rng', s, long) for s in [12345, [8, 9]]],
    *[row('default_rng', s, moved, 'fma') for s in [5, 6]],
    *[row('RandomState', s, legacy) for s in [0, 7, 2**31 + 5, 2**32 - 1, [1, 2, 3], [4294967295, 0]]],
    row('RandomState', 9, moved[:1], 'fma'),
    *[row(name, s, mixed) for name in BIT_GENERATORS for s in [0, 42, 2**63 + 11, [3, 1, 4]]],
    *[row(name, 12345, [('standard_normal', {}, dtype, [20_000]) for dtype in ('float64', 'float32')]) for name in BIT_GENERATORS],
]

path = Path(__file__).resolve().parent.parent / 'test' / 'vectors' / 'streams-numpy.json'
lines = ',\n'.join(json.dumps(v) for v in vectors)
path.write_text(f'[\n{lines}\n]\n')
