"""Writes test/vectors/differential/tensorflow.json.gz: random calls of TensorFlow's initializers on a CPU.

    python3 scripts/differential/write_tensorflow.py

The stream `tensorflow` is `init_ops_v2.py`, called eagerly with an integer seed; `tensorflow1` is `init_ops.py`, run once or
twice in a session after `set_random_seed`.
"""
import os

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'

import common
import numpy as np
import tensorflow as tf
from tensorflow.python.ops import init_ops, init_ops_v2

tf.compat.v1.logging.set_verbosity('ERROR')
DTYPES = ['float32', 'float32', 'float64', 'float16', 'bfloat16']
PRESETS = [f'{name}_{kind}' for name in ('lecun', 'he') for kind in ('normal', 'uniform')]
GLOROT = ['GlorotUniform', 'GlorotNormal']

# common cases, and numbers at both ends of the dtypes: subnormal in float16, float32 and float64
STDDEVS = [0.02, 0.05, 1, 1, 2.5, 0, 1e-7, 3e-8, 1e-30, 1e-38, 3e-39, 1e-44, 1e-308, 1e4, 1e30]
MEANS = [0, 0, 0, 1, -0.3, 1e-9, 1e-40, 100]
RANGES = [(0, 1), (-0.05, 0.05), (-1, 1), (-0.3, 0.5), (0, 0), (1, 1), (-3, -1), (100, 101), (0, 1e-6), (-1e-39, 1e-39), (-3e4, 3e4), (0, 1e30)]


def number(rng, choices):
    return rng.choice(choices) if rng.random() < 0.7 else rng.uniform(0.001, 4)


def config_from(rng, version):
    """A kind, a class or function, and its arguments."""
    kind = rng.choice(['uniform', 'normal', 'truncated normal', 'scaling', 'scaling', 'scaling', 'preset', 'preset', 'orthogonal', 'constant', 'identity'] + ['unit scaling'] * (version == 1))
    if kind == 'uniform':
        low, high = rng.choice(RANGES) if rng.random() < 0.7 else sorted((rng.uniform(-4, 4), rng.uniform(-4, 4)))
        return kind, 'RandomUniform', {'minval': low, 'maxval': high}
    if kind in ('normal', 'truncated normal'):
        name = 'RandomNormal' if kind == 'normal' else 'TruncatedNormal'
        return kind, name, {'mean': number(rng, MEANS), 'stddev': number(rng, STDDEVS)}
    if kind == 'scaling':
        distribution = rng.choice(['uniform', 'truncated_normal', 'untruncated_normal'])
        mode = rng.choice(['fan_in', 'fan_out', 'fan_avg'])
        scale = number(rng, [1, 2, 1 / 3, 0.01, 1e-12, 1e-70, 1e8])
        return f'variance scaling, {distribution}', 'VarianceScaling', {'scale': scale, 'mode': mode, 'distribution': distribution}
    if kind == 'preset':
        name = rng.choice(PRESETS + GLOROT)
        return f'variance scaling, {"uniform" if "niform" in name else "truncated_normal"}', name, {}
    if kind == 'orthogonal':
        return kind, 'Orthogonal', {'gain': rng.choice([1, 2**0.5, -1, 0, 0.1])}
    if kind == 'identity':
        return kind, 'Identity', {'gain': rng.choice([1, -1, 0, -0.3, 0.1])}
    if kind == 'unit scaling':
        return kind, 'UniformUnitScaling', {'factor': number(rng, [1, 1.43, 1e-6])}
    name = rng.choice(['Zeros', 'Ones', 'Constant'])
    return kind, name, {'value': rng.choice([0, 0.1, -2.5, 1e-9, 65504])} if name == 'Constant' else {}


def bits(array):
    return array.view(np.uint16) if array.dtype == tf.bfloat16.as_numpy_dtype else array


def draw2(name, arguments, shape, dtype, seed):
    """Initializers of TensorFlow 2 draw the same whenever they are called with an integer seed."""
    seeded = {} if name in ('Zeros', 'Ones', 'Constant', 'Identity') else {'seed': seed}
    initializer = getattr(init_ops_v2, name)(**arguments, **seeded)
    return bits(initializer(shape, dtype=tf.as_dtype(dtype)).numpy())


def draw1(name, arguments, shape, dtype, seed, graph_seed, times):
    with tf.Graph().as_default() as graph:
        if graph_seed is not None:
            tf.compat.v1.set_random_seed(graph_seed)
        seeded = {} if name in ('Zeros', 'Ones', 'Constant', 'Identity') else {'seed': seed}
        tensor = getattr(init_ops, name)(**arguments, **seeded)(shape, dtype=tf.as_dtype(dtype))
        with tf.compat.v1.Session(graph=graph) as session:
            for _ in range(times):
                array = session.run(tensor)
    return bits(array)


def cases(version, count):
    rng = common.generator(f'tensorflow {version}')
    for _ in range(count):
        kind, name, arguments = config_from(rng, version)
        dtype = rng.choice(DTYPES)
        matrix = kind in ('orthogonal', 'identity')
        shape = common.shape_from(rng, ranks=(2,) if matrix else (0, 1, 2, 2, 3, 4, 5), most=400 if matrix else 2000)
        seed = common.seed_from(rng)
        config = {'class_name': name, 'config': arguments}
        if version == 2:
            options, times = {}, 1
            draw = lambda: draw2(name, arguments, shape, dtype, seed)
        else:
            graph_seed, times = rng.choice([None, 1234, 0, -5, 2**31 - 1]), rng.choice([1, 1, 2, 3])
            options = {} if graph_seed is None else {'graph_seed': graph_seed}
            draw = lambda: draw1(name, arguments, shape, dtype, seed, graph_seed, times)
        result = common.recorded(draw, exact=kind != 'orthogonal')
        stream = 'tensorflow' if version == 2 else 'tensorflow1'
        yield {**common.case(kind, stream, options, config, shape, dtype, seed, result), **({'times': times} if times > 1 else {})}


if __name__ == '__main__':
    common.write('tensorflow', {'tensorflow': tf.__version__, 'numpy': np.__version__}, [*cases(2, 400), *cases(1, 500)])
