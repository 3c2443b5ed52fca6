"""Writes test/streams/arithmetic/vectors/glibc64.json: log, sin and cos of doubles as the C library of this machine has them.

Arguments are made by xorshift32, as test/streams/arithmetic/support.ts does, so that a digest of the values is enough.

    python3 scripts/write-glibc64-vectors.py        written with CPython 3.11 on glibc 2.36, a CPU with FMA
"""
import hashlib
import json
import math
import struct
from pathlib import Path

COUNT = 20_000


def words(seed):
    state = seed
    while True:
        state ^= (state << 13) & 0xFFFFFFFF
        state ^= state >> 17
        state ^= (state << 5) & 0xFFFFFFFF
        yield state


def uniforms(seed):
    """53 bits from [0, 1), of two words."""
    source = words(seed)
    while True:
        high = next(source) & 0x1FFFFF
        yield (high * 2**32 + next(source)) * 2.0**-53


def spread(low, high):
    return lambda u: low + (high - low) * u


def power(low, high):
    """1 + u times a power of two, so that all exponents come."""
    def at(u):
        e = math.floor(u * (high - low))
        return math.ldexp(1 + (u * (high - low) - e), e + low)
    return at


RANGES = {
    'log': {'unit': lambda u: 1 - u, 'near': spread(0.93, 1.07), 'wide': power(-1022, 1023)},
    'sin': {'turn': lambda u: 6.283185307179586 * u, 'small': spread(-0.9, 0.9), 'tiny': power(-60, -2), 'large': spread(-1e8, 1e8)},
    'cos': {'turn': lambda u: 6.283185307179586 * u, 'small': spread(-0.9, 0.9), 'tiny': power(-60, -2), 'large': spread(-1e8, 1e8)},
}


def row(name, label, seed):
    source = uniforms(seed)
    arguments = [RANGES[name][label](next(source)) for _ in range(COUNT)]
    values = [getattr(math, name)(x) for x in arguments]
    return {
        'function': name,
        'range': label,
        'seed': seed,
        'count': COUNT,
        'arguments': digest(arguments),
        'values': digest(values),
        'first': [struct.pack('>d', v).hex() for v in values[:3]],
    }


def digest(numbers):
    return hashlib.sha256(struct.pack(f'<{len(numbers)}d', *numbers)).hexdigest()


rows = [row(name, label, 1000 + i) for i, (name, label) in enumerate((n, r) for n in RANGES for r in RANGES[n])]
path = Path(__file__).resolve().parent.parent / 'test' / 'streams' / 'arithmetic' / 'vectors' / 'glibc64.json'
path.write_text('[\n' + ',\n'.join(json.dumps(r) for r in rows) + '\n]\n')
