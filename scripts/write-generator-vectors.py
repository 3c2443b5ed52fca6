"""Writes test/vectors/streams-generators.json: words of MT19937, PCG64, SeedSequence and `random` as NumPy and CPython give them.

Words are hexadecimal, eight digits for 32 bits and sixteen for 64; integers that may pass 2^53 are decimal texts.

    python3 scripts/write-generator-vectors.py        written with NumPy 2.4.6 and CPython 3.11.7
"""
import hashlib
import json
import random
import re
from pathlib import Path

import numpy as np


def words(values, digits=8):
    return ' '.join(f'{int(v):0{digits}x}' for v in values)


def digest(values):
    """SHA-256 of words, little-endian: a long run in short."""
    return hashlib.sha256(np.asarray(values, '<u4').tobytes()).hexdigest()


def twister(generator, count=2000):
    """The first words, the digest of all, and the state after them."""
    drawn = [int(generator.random_raw()) for _ in range(count)]
    state = generator.state['state']
    return {
        'first': words(drawn[:8]),
        'count': count,
        'sha256': digest(drawn),
        'position': int(state['pos']),
        'key_sha256': digest(state['key']),
    }


def sequence(entropy, spawn_key=()):
    made = np.random.SeedSequence(entropy, spawn_key=spawn_key)
    listed = entropy if isinstance(entropy, list) else str(entropy)
    return {
        'entropy': [str(e) for e in listed] if isinstance(listed, list) else listed,
        'spawn_key': [str(k) for k in spawn_key],
        'pool': words(made.pool),
        'state': words(made.generate_state(10)),
    }


def pcg(seed):
    """Words of 64 and of 32 bits by turns, as the letters of `order` say."""
    generator = np.random.PCG64(seed)
    raw = generator.ctypes
    start = generator.state['state']
    order = 'LLwLwwwLLwwLwwwwwLw' * 20
    drawn = [
        words([raw.next_uint64(raw.state)], 16) if kind == 'L' else words([raw.next_uint32(raw.state)]) for kind in order
    ]
    end = generator.state
    return {
        'seed': str(seed),
        'state': words([start['state']], 32),
        'increment': words([start['inc']], 32),
        'order': order,
        'first': ' '.join(drawn[:19]),
        'sha256': hashlib.sha256(' '.join(drawn).encode()).hexdigest(),
        'next_state': words([end['state']['state']], 32),
        'next_half': words([end['uinteger']]) if end['has_uint32'] else None,
    }


def python(seed):
    generator = random.Random(seed)
    ranges = [(1, 10**9), (0, 2**31 - 1), (0, 0), (-3, 4), (0, 2**32 - 1), (0, 2**32), (-(2**51), 2**51), (1, 6)]
    bits = [1, 8, 31, 32, 33, 40, 52, 53, 0]
    return {
        'seed': str(seed),
        'getrandbits': [[k, generator.getrandbits(k)] for k in bits],
        'randint': [[low, high, generator.randint(low, high)] for low, high in ranges * 3],
        'position': generator.getstate()[1][-1],
    }


def legacy(seed):
    return np.random.RandomState(seed)._bit_generator


keys = [[0], [0x123, 0x234, 0x345, 0x456], [1, 2**32 - 1, 0], list(range(700))]
integers = [0, 1, 42, 2**32 - 1, 2**32, 0xDEADBEAF, 2**64 - 1, 2**128 + 2**96 + 12345, 3**200]
lists = [[42, 0], [0, 42], [2**40, 7, 0], [1, 2, 3, 4, 5, 6, 7]]

vectors = {
    'init_genrand': [{'seed': s, **twister(legacy(s))} for s in [0, 1, 42, 5489, 2**31, 2**32 - 1]],
    'init_by_array': [{'key': k, **twister(legacy(k))} for k in keys],
    'seed_sequence': [
        *[sequence(e) for e in [*integers, *lists]],
        *[sequence(e, k) for e in [42, [1, 2, 3, 4, 5]] for k in [(0,), (3, 1), (2**40,)]],
    ],
    'mt19937_of_sequence': [{'seed': str(s), **twister(np.random.MT19937(s))} for s in [0, 42, 3**200]],
    'pcg64': [pcg(s) for s in integers],
    'random': [python(s) for s in [0, 1, 42, 123, 99, -7, 2**32, 2**64 + 5, 3**400]],
}

path = Path(__file__).resolve().parent.parent / 'test' / 'vectors' / 'streams-generators.json'
text = json.dumps(vectors, indent=2)
flat = re.sub(r'\[[^\[\]{}]*\]', lambda found: re.sub(r'\s+', ' ', found[0]).replace('[ ', '[').replace(' ]', ']'), text)
path.write_text(flat + '\n')
