"""Writes test/vectors/differential/jax.json.gz: random calls of jax.nn.initializers on a CPU.

    python3 scripts/differential/write_jax.py

XLA reads the instruction set and JAX the width of its numbers at the start, so each setting has a process of its own. With
the instruction set AVX, XLA fuses nothing (the profile `nofma`); AVX2 can (`fma`).
"""
import json
import os
import subprocess
import sys

import common

ISA = {'fma': 'AVX2', 'nofma': 'AVX'}
SETTINGS = [(profile, x64) for profile in ISA for x64 in (False, True)]
PRESETS = [f'{name}_{kind}' for name in ('glorot', 'xavier', 'he', 'kaiming', 'lecun') for kind in ('normal', 'uniform')]
BOUNDS = [(-2, 2), (-1.5, 1.5), (0, 1), (0.0, 2.5), (1, 3), (-3, 3), (-0.3, 7), (-6, -2), (2, 4.5), (-1e-3, 1e-3), (-1, 0)]
FANS = [{}, {'out_axis': 0}, {'in_axis': -1, 'out_axis': -2}, {'in_axis': 0, 'out_axis': 1}, {'in_axis': [0, 1], 'out_axis': [-1]}]


def config_from(rng):
    """A kind and a config."""
    kind = rng.choice(['uniform', 'normal', 'truncated_normal', 'truncated_normal', 'variance_scaling', 'variance_scaling', 'preset', 'preset', 'orthogonal', 'constant'])
    scale = rng.choice([0.01, 0.02, 1.0, 0.5, 3.0, 1e-3, 7.25, rng.uniform(0.001, 4)])
    if kind == 'uniform':
        return kind, {'class_name': 'uniform', 'config': {'scale': scale}}
    if kind == 'normal':
        return kind, {'class_name': 'normal', 'config': {'stddev': scale}}
    if kind == 'truncated_normal':
        lower, upper = rng.choice(BOUNDS + [sorted((rng.uniform(-4, 4), rng.uniform(-4, 4))) for _ in range(8)])
        return kind, {'class_name': 'truncated_normal', 'config': {'stddev': scale, 'lower': lower, 'upper': upper}}
    if kind == 'variance_scaling':
        distribution = rng.choice(['uniform', 'normal', 'truncated_normal'])
        mode = rng.choice(['fan_in', 'fan_out', 'fan_avg', 'fan_geo_avg'])
        config = {'scale': scale, 'mode': mode, 'distribution': distribution, **rng.choice(FANS)}
        return f'{kind} {distribution}', {'class_name': 'variance_scaling', 'config': config}
    if kind == 'preset':
        name = rng.choice(PRESETS)
        fans = rng.choice([{}, {}, *FANS])
        return f'variance_scaling {"uniform" if "uniform" in name else "truncated_normal"}', {'class_name': name, 'config': fans}
    if kind == 'orthogonal':
        name = rng.choice(['orthogonal', 'orthogonal', 'delta_orthogonal'])
        axis = rng.choice([-1, -1, 0, 1]) if name == 'orthogonal' else -1
        return name, {'class_name': name, 'config': {'scale': scale, 'column_axis': axis}}
    name = rng.choice(['zeros', 'ones', 'constant'])
    return kind, {'class_name': name, 'config': {'value': scale} if name == 'constant' else {}}


def cases(profile, x64, count):
    import jax
    import numpy as np

    jax.config.update('jax_enable_x64', x64)
    initializers = jax.nn.initializers
    rng = common.generator(f'jax {profile} {x64}')
    dtypes = ['float32', 'float32', 'float16', 'bfloat16'] + (['float64', 'float64'] if x64 else [])

    def initializer(name, config):
        function = getattr(initializers, name)
        if name in ('zeros', 'ones'):
            return function
        return function(**{key: tuple(value) if isinstance(value, list) else value for key, value in config.items()})

    for _ in range(count):
        kind, config = config_from(rng)
        dtype = rng.choice(dtypes)
        shape = common.shape_from(rng, most=400 if 'orthogonal' in kind else 2000)
        jit, legacy = rng.random() < 0.4, rng.random() < 0.2
        seed = common.seed_from(rng)
        jax.config.update('jax_threefry_partitionable', not legacy)

        def draw():
            call = initializer(config['class_name'], config['config'])
            run = lambda key: call(key, tuple(shape), dtype)
            key = jax.random.key(seed)
            array = np.asarray((jax.jit(run) if jit else run)(key))
            return array.view(np.uint16) if dtype == 'bfloat16' else array

        options = {
            **({} if profile == 'fma' else {'profile': profile}),
            **({'bits': 'legacy'} if legacy else {}),
            **({'jit': True} if jit else {}),
            **({'x64': True} if x64 else {}),
        }
        result = common.recorded(draw, exact='orthogonal' not in kind)
        yield common.case(kind, 'jax', options, config, shape, dtype, seed, result)


if len(sys.argv) == 4:
    print(json.dumps(list(cases(sys.argv[1], sys.argv[2] == 'True', int(sys.argv[3])))))
else:
    import jax
    import jaxlib

    all_cases = []
    for profile, x64 in SETTINGS:
        environment = {**os.environ, 'XLA_FLAGS': f'--xla_cpu_max_isa={ISA[profile]}', 'JAX_PLATFORMS': 'cpu'}
        count = 300 if profile == 'fma' else 100
        run = [sys.executable, __file__, profile, str(x64), str(count)]
        all_cases += json.loads(subprocess.run(run, env=environment, check=True, capture_output=True, text=True).stdout)
    common.write('jax', {'jax': jax.__version__, 'jaxlib': jaxlib.__version__}, all_cases)
