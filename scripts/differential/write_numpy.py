"""Writes test/vectors/differential/numpy.json.gz: random calls of NumPy's generators, each on a new state.

    python3 scripts/differential/write_numpy.py [cases]

`random` and `standard_normal` of a Generator take a dtype; other results are rounded by `astype`. RandomState has seeds of 32
bits.
"""
import sys

import numpy as np

import common

GENERATORS = {
    'default_rng': np.random.default_rng,
    'RandomState': np.random.RandomState,
    **{
        name: lambda seed, bits=getattr(np.random, name): np.random.Generator(bits(seed))
        for name in ('PCG64DXSM', 'MT19937', 'Philox', 'SFC64')
    },
}
TAKES_DTYPE = ('random', 'standard_normal')
SEEDS = [*common.EDGE_SEEDS, 2**64, 2**64 + 3, 2**100, 7**90]


def number(rng, low, high):
    return round(rng.uniform(low, high), rng.choice([0, 1, 3, 17])) or 0


def uniform(rng):
    low = rng.choice([number(rng, -3, 3), number(rng, -1e4, 1e4)])
    return {'low': low, 'high': low + rng.choice([0, 1e-9, 1, number(rng, 0, 9), number(rng, 0, 1e4)])}


def normal(rng):
    loc = rng.choice([0, number(rng, -2, 2), number(rng, -1e3, 1e3)])
    return {'loc': loc, 'scale': rng.choice([0, 1, 0.02, 1e-9, number(rng, 0, 9), number(rng, 0, 1e3)])}


CALLS = {
    'random': lambda rng: {},
    'standard_normal': lambda rng: {},
    'uniform': uniform,
    'normal': normal,
}
FILLED = {
    'zeros': lambda rng: {},
    'ones': lambda rng: {},
    'full': lambda rng: {'fill_value': number(rng, -3, 3)},
    'eye': lambda rng: {},
}


def drawing(generator, name, config, shape, dtype, seed):
    def draw():
        state = GENERATORS[generator](seed)
        if name == 'eye':
            return np.eye(*shape, dtype=dtype)
        if name in FILLED:
            return getattr(np, name)(shape, **config, dtype=dtype)
        if generator == 'RandomState':
            method = getattr(state, 'random_sample' if name == 'random' else name)
            return np.asarray(method(**config, size=shape)).astype(dtype)
        if name in TAKES_DTYPE:
            return np.asarray(getattr(state, name)(shape, dtype=dtype))
        return np.asarray(getattr(state, name)(**config, size=shape)).astype(dtype)

    return draw


def case(rng):
    table = CALLS if rng.random() < 0.95 else FILLED
    name = rng.choice(list(table))
    config, generator = table[name](rng), rng.choice(list(GENERATORS))
    dtype = rng.choice(['float64', 'float64', 'float32', 'float32', 'float16'])
    shape = [rng.randrange(9), rng.randrange(1, 9)] if name == 'eye' else common.shape_from(rng, ranks=(0, 1, 1, 2, 3))
    if rng.random() < 0.05 and name in CALLS:
        shape = [20000]
    seed = common.seed_from(rng, SEEDS)
    result = common.recorded(drawing(generator, name, config, shape, dtype, seed))
    options = {} if generator == 'default_rng' else {'generator': generator}
    kind = f'{generator} {name}' if name in CALLS else 'filled'
    return common.case(kind, 'numpy', options, {'class_name': name, 'config': config}, shape, dtype, seed, result)


if __name__ == '__main__':
    rng = common.generator('numpy')
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 800
    common.write('numpy', {'numpy': np.__version__}, [case(rng) for _ in range(count)])
