"""What the differential runs share: random cases, how results are recorded, and the file.

`write_<framework>.py` writes a file: as `<framework>.py` it would hide the framework from Python.

A file `test/vectors/differential/<framework>.json.gz` has the versions, the machine, and the cases. A case is a call of a
stream: its name and options, a config in its language, a shape, a dtype and a seed (digits, as seeds go beyond 2^53). Its
result is one of

    sha256    the first 16 hexadecimal digits of the SHA-256 of all elements, little-endian
    data      all elements in base64, where the library promises a tolerance and not bits
    error     the framework refuses the call

`kind` is the row of the table that test/streams/differential.test.ts prints.
"""
import base64
import gzip
import hashlib
import json
import platform
import random
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / 'test' / 'vectors' / 'differential'

# the ends of 31, 32, 53 and 64 bits, which frameworks treat differently
EDGE_SEEDS = [0, 1, -1, 2**31 - 1, 2**31, -(2**31), 2**32 - 1, 2**32, 2**32 + 5, 2**53 - 1, 2**53, 2**63 - 1, 2**64 - 1]


def seed_from(rng, edges=EDGE_SEEDS):
    """A seed: one in three is at an edge."""
    return rng.choice(edges) if rng.random() < 1 / 3 else rng.randrange(2**32)


def shape_from(rng, ranks=(1, 2, 2, 3, 4), most=2000):
    """A shape of at most `most` elements; one in fifteen has none."""
    shape = [rng.choice([1, 2, 3, 5, 7, 16, 33, 40]) for _ in range(rng.choice(ranks))]
    while elements(shape) > most:
        shape[shape.index(max(shape))] //= 2
    if shape and rng.random() < 1 / 15:
        shape[rng.randrange(len(shape))] = 0
    return shape


def elements(shape):
    n = 1
    for dim in shape:
        n *= dim
    return n


def recorded(draw, exact=True):
    """The result of `draw()`, which returns a NumPy array; 16-bit floats may be arrays of uint16."""
    try:
        array = draw()
    except Exception as error:  # every refusal of a framework is a result
        return {'error': f'{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ""}'[:160]}
    data = array.astype(array.dtype.newbyteorder('<'), copy=False).tobytes() if array.dtype.isbuiltin == 1 else array.tobytes()
    if exact:
        return {'sha256': hashlib.sha256(data).hexdigest()[:16]}
    return {'data': base64.b64encode(data).decode()}


def case(kind, stream, options, config, shape, dtype, seed, result):
    return {
        'kind': kind,
        'stream': stream,
        **({'options': options} if options else {}),
        'config': config,
        'shape': list(shape),
        'dtype': dtype,
        'seed': str(seed),
        **result,
    }


def write(framework, versions, cases):
    text = json.dumps(
        {
            'versions': versions,
            'machine': f'{platform.machine()}, {platform.system()}, {" ".join(platform.libc_ver())}',
            'cases': cases,
        },
        separators=(',', ':'),
    )
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f'{framework}.json.gz'
    path.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f'{path.name}: {len(cases)} cases, {path.stat().st_size} bytes')


def generator(seed):
    """The cases are the same whenever a script runs again."""
    return random.Random(seed)
