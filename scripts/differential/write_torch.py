"""Writes test/vectors/differential/torch.json.gz: random calls of torch.nn.init on a CPU, each after manual_seed.

    python3 scripts/differential/write_torch.py [cases]

Half of the calls of trunc_normal_ have bounds between which at most 0.3 of the distribution lies, where PyTorch tries uniform
numbers instead of normal ones.
"""
import sys
import warnings

import torch

import common

DTYPES = {'float32': torch.float32, 'float64': torch.float64, 'float16': torch.float16, 'bfloat16': torch.bfloat16}
SEEDS = [*common.EDGE_SEEDS, -(2**63)]
NONLINEARITIES = ['linear', 'conv2d', 'conv_transpose1d', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'selu']


def number(rng, low, high):
    return round(rng.uniform(low, high), rng.choice([0, 1, 3, 17])) or 0


def moments(rng):
    mean = rng.choice([0, number(rng, -2, 2), number(rng, -50, 50)])
    return {'mean': mean, 'std': rng.choice([1, 0.02, number(rng, 0.01, 3), number(rng, 0.01, 3), 1e-9, 0])}


def truncation(rng):
    mean, std = rng.choice([0, number(rng, -50, 50)]), rng.choice([1, 0.02, number(rng, 0.6, 3)])
    if rng.random() < 0.5:
        low, width = rng.choice([(-2, 4), (-3, 2.9), (-1, 10), (-0.5, 1)])
    else:
        low, width = rng.uniform(*rng.choice([(-6, 4), (1, 5), (-0.3, 0.3)])), rng.choice([0.05, 0.5, 1, 3, 10])
    return {'mean': mean, 'std': std, 'a': mean + std * low, 'b': mean + std * (low + width)}


def bounds(rng):
    low = rng.choice([number(rng, -3, 3), number(rng, -100, 100)])
    return {'a': low, 'b': low + rng.choice([0, 1e-3, 1, number(rng, 0.01, 9), number(rng, 1, 200)])}


def kaiming(rng):
    slope = rng.choice([0, 0.01, 5**0.5, number(rng, -3, 3)])
    return {'a': slope, 'mode': rng.choice(['fan_in', 'fan_out']), 'nonlinearity': rng.choice(NONLINEARITIES)}


def gain(rng):
    return {'gain': rng.choice([0, 1, 5 / 3, 2**0.5, number(rng, 0.01, 9)])}


# the arguments of each function, and how often it is called
FUNCTIONS = {
    'uniform_': (bounds, 3),
    'normal_': (moments, 3),
    'trunc_normal_': (truncation, 6),
    'xavier_uniform_': (gain, 2),
    'xavier_normal_': (gain, 2),
    'kaiming_uniform_': (kaiming, 2),
    'kaiming_normal_': (kaiming, 2),
    'orthogonal_': (lambda rng: {'gain': rng.choice([1, 2**0.5, -1, number(rng, -3, 3)])}, 1),
    'sparse_': (lambda rng: {'sparsity': rng.choice([0, 0.1, 0.5, 1, rng.random()]), 'std': rng.choice([0.01, 1])}, 2),
    'constant_': (lambda rng: {'val': number(rng, -3, 3)}, 0.3),
    'ones_': (lambda rng: {}, 0.2),
    'zeros_': (lambda rng: {}, 0.2),
    'eye_': (lambda rng: {}, 0.3),
    'dirac_': (lambda rng: {'groups': rng.choice([1, 2])}, 0.4),
}


def shape_from(rng, name):
    small = lambda: rng.choice([1, 2, 3, 5, 8, 16, 17, 31])
    if name in ('sparse_', 'eye_', 'orthogonal_'):
        return rng.choice([[small(), small()], [small(), small()], [small(), small()], [0, small()], [small(), 0]])
    if name == 'dirac_':
        return [2 * small(), small(), *[rng.choice([1, 2, 3, 4, 5]) for _ in range(rng.choice([1, 2, 3]))]]
    if name.startswith(('xavier', 'kaiming')):
        return rng.choice([common.shape_from(rng, ranks=(2, 2, 3, 4, 5)), [64, 27], [4, 3, 0], [small()]])
    return rng.choice([common.shape_from(rng), [rng.randrange(1, 40)], [15], [16], [17], [4097], []])


def drawing(name, config, shape, dtype, seed):
    def draw():
        torch.manual_seed(seed)
        tensor = getattr(torch.nn.init, name)(torch.empty(shape, dtype=DTYPES[dtype]), **config)
        return tensor.view(torch.uint16).numpy() if dtype == 'bfloat16' else tensor.numpy()

    return draw


def case(rng):
    name = rng.choices(list(FUNCTIONS), [weight for _, weight in FUNCTIONS.values()])[0]
    config, dtype = FUNCTIONS[name][0](rng), rng.choice(list(DTYPES))
    shape, seed = shape_from(rng, name), common.seed_from(rng, SEEDS)
    result = common.recorded(drawing(name, config, shape, dtype, seed), exact=name != 'orthogonal_')
    return common.case(name, 'torch', {}, {'class_name': name, 'config': config}, shape, dtype, seed, result)


if __name__ == '__main__':
    warnings.simplefilter('ignore')
    rng = common.generator('torch')
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 800
    cases = [case(rng) for _ in range(count)]
    common.write('torch', {'torch': torch.__version__, 'capability': torch.backends.cpu.get_cpu_capability()}, cases)
