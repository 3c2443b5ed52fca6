"""Writes test/vectors/tf1-contract.json.gz: random calls of the constructors of init_ops.py.

    python3 scripts/differential/write_tf1_contract.py

A case is a class, a config, and a shape and dtype of a call; its answer is the first error of the constructor or of the call
(the argument that TensorFlow names), or `get_config()` and the dtype and shape of the tensor.
"""
import os

os.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'

import gzip
import json
import random

import common
import tensorflow as tf
from tensorflow.python.ops import init_ops

tf.compat.v1.logging.set_verbosity('ERROR')
rng = random.Random('tf1 contract')

ARGUMENTS = {
    'scale': [1, 2, 0.5, 0, -1, 1e-3],
    'mode': ['fan_in', 'fan_out', 'fan_avg', 'FAN_IN', 'fan'],
    'distribution': ['normal', 'uniform', 'truncated_normal', 'untruncated_normal', 'NORMAL', 'gauss', 'Uniform'],
    'factor': [1, 1.43, 0.5],
    'minval': [0, -1, 0.25, 1],
    'maxval': [1, None, 2],
    'mean': [0, 1, -0.5],
    'stddev': [1, 0.02, 0, 3],
    'gain': [1, 2, -1, 0, 0.5],
    'value': [0, 3, [1, 2], [[1, 2], [3, 4]], 0.5],
    'seed': [None, 0, 7, -3],
    'dtype': ['float32', 'float64', 'float16', 'bfloat16', 'half', 'double', 'float', 'int32', 'bool', 'foo'],
    'verify_shape': [True, False],
}
CLASSES = {
    'VarianceScaling': ['scale', 'mode', 'distribution', 'seed', 'dtype'],
    'UniformUnitScaling': ['factor', 'seed', 'dtype'],
    'RandomUniform': ['minval', 'maxval', 'seed', 'dtype'],
    'RandomNormal': ['mean', 'stddev', 'seed', 'dtype'],
    'TruncatedNormal': ['mean', 'stddev', 'seed', 'dtype'],
    'GlorotUniform': ['seed', 'dtype'],
    'GlorotNormal': ['seed', 'dtype'],
    'Orthogonal': ['gain', 'seed', 'dtype'],
    'ConvolutionDeltaOrthogonal': ['gain', 'seed', 'dtype'],
    'ConvolutionOrthogonal1D': ['gain', 'seed', 'dtype'],
    'ConvolutionOrthogonal2D': ['gain', 'seed', 'dtype'],
    'ConvolutionOrthogonal3D': ['gain', 'seed', 'dtype'],
    'Zeros': ['dtype'],
    'Ones': ['dtype'],
    'Constant': ['value', 'dtype', 'verify_shape'],
    'Identity': ['gain', 'dtype'],
}
SHAPES = [[], [4], [2, 3], [3, 2], [2, 2], [3, 2, 2], [3, 3, 2, 4], [3, 3, 4, 2], [2, 2, 2, 2], [2, 2, 2, 1, 2], [0, 3], [3, 0], [3, 0, 2], [2, 3, 1, 2], [1, 1, 1, 1, 1, 1]]
CALL_DTYPES = [None, None, None, 'float32', 'float64', 'float16', 'bfloat16']


def answer(name, config, shape, dtype):
    try:
        made = getattr(init_ops, name).from_config(config)
    except Exception as error:
        return {'constructor': f'{type(error).__name__}: {str(error)[:140]}'}
    result = {'get_config': made.get_config()}
    try:
        tensor = made(shape, dtype=None if dtype is None else tf.as_dtype(dtype))
        return {**result, 'drawn': [tensor.shape.as_list(), tensor.dtype.name]}
    except Exception as error:
        return {**result, 'call': f'{type(error).__name__}: {str(error)[:140]}'}


cases = []
for _ in range(480):
    name = rng.choice(list(CLASSES))
    keys = [key for key in CLASSES[name] if rng.random() < 0.5]
    config = {key: rng.choice(ARGUMENTS[key][:7] if key == 'dtype' and rng.random() < 0.7 else ARGUMENTS[key]) for key in keys}
    if rng.random() < 0.06:
        config['sclae'] = 1
    shape, dtype = rng.choice(SHAPES), rng.choice(CALL_DTYPES)
    cases.append({'class_name': name, 'config': config, 'shape': shape, 'dtype': dtype, **answer(name, config, shape, dtype)})

path = common.FOLDER.parent / 'tf1-contract.json.gz'
path.write_bytes(gzip.compress(json.dumps({'versions': {'tensorflow': tf.__version__}, 'cases': cases}, separators=(',', ':')).encode(), 9, mtime=0))
print(len(cases), path.stat().st_size)
