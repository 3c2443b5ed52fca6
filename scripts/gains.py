"""Recomputes the constants of src/Gain.ts and prints them in the form used there.

A gain is 1 / sqrt(E f(z)^2), z a standard normal number, to the nearest double: mpmath's quadrature on pieces between
-40 and 40, once with 50 and once with 70 digits, which have to agree to 40.
The nodes and weights are those of Gauss and Legendre for 10 points on [-1, 1], the positive half.

    python3 scripts/gains.py        needs mpmath 1.3; four seconds
"""
from mpmath import mp, mpf

# Klambauer et al., 2017, arXiv:1706.02515, with the digits of PyTorch (torch/nn/functional.py)
SELU_ALPHA = '1.6732632423543772848170429916717'
SELU_SCALE = '1.0507009873554804934193349852946'

def phi(z):
    return mp.exp(-z * z / 2) / mp.sqrt(2 * mp.pi)

def sigmoid(z):
    return 1 / (1 + mp.exp(-z))

def softplus(z):
    return mp.log1p(mp.exp(z))

def gelu(z):
    return z * mp.ncdf(z)

def gelu_tanh(z):
    return z / 2 * (1 + mp.tanh(mp.sqrt(2 / mp.pi) * (z + mpf('0.044715') * z ** 3)))

def elu(z):
    return z if z > 0 else mp.expm1(z)

def selu(z):
    return mpf(SELU_SCALE) * (z if z > 0 else mpf(SELU_ALPHA) * mp.expm1(z))

FUNCTIONS = {
    'elu': elu,
    'gelu': gelu,
    'gelu_tanh': gelu_tanh,
    'mish': lambda z: z * mp.tanh(softplus(z)),
    'relu': lambda z: max(z, mpf(0)),
    'selu': selu,
    'sigmoid': sigmoid,
    'silu': lambda z: z * sigmoid(z),
    'softplus': softplus,
    'swish': lambda z: z * sigmoid(z),
    'tanh': mp.tanh
}

def gain(f, digits):
    mp.dps = digits
    cuts = [mpf(k) for k in (-40, -20, -12, -8, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 8, 12, 20, 40)]
    return 1 / mp.sqrt(mp.quad(lambda z: f(z) ** 2 * phi(z), cuts))

def legendre():
    mp.dps = 50
    nodes = [mp.findroot(lambda x: mp.legendre(10, x), mp.cos(mp.pi * (mpf(k) - mpf('0.25')) / mpf('10.5'))) for k in range(5, 0, -1)]
    slope = lambda x: 10 * (x * mp.legendre(10, x) - mp.legendre(9, x)) / (x * x - 1)
    return [(x, 2 / ((1 - x * x) * slope(x) ** 2)) for x in nodes]

if __name__ == '__main__':
    for name, f in FUNCTIONS.items():
        fine, check = gain(f, 70), gain(f, 50)
        assert abs(fine - check) < mpf(10) ** -40, name
        print(f'  {name}: {float(fine)!r},'.replace('1.0,', '1,'))
    for node, weight in legendre():
        print(f'  [{float(node)!r}, {float(weight)!r}],')
