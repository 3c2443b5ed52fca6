"""Recomputes every fitted constant of src/numeric and prints it in the form used there.

Each function is fitted by a polynomial or a rational, minimax in the sense of the error that reaches the result:
least squares whose weights are moved towards the largest errors (Lawson), the denominator of the last round dividing
the residual (Sanathanan and Koerner). Then the coefficients are rounded to doubles one at a time, the highest power
first, and those still free are fitted again, so that the later ones take up the rounding of the earlier ones.

    python3 scripts/fit-quantile.py        needs mpmath 1.3; ten seconds
"""
import re

from mpmath import mp, mpf, matrix, lu_solve

mp.dps = 70
TWO_PI = 2 * mp.pi


def upper(z):
    """1 - Phi(z)"""
    return mp.erfc(z / mp.sqrt(2)) / 2


def quantile_of_tail(p):
    """The z >= 0 with 1 - Phi(z) = p, by Newton steps on log p."""
    p = mpf(p)
    z = mp.sqrt(-2 * mp.log(p)) * mpf('0.9') if p < mpf('0.2') else mp.sqrt(TWO_PI) * (mpf('0.5') - p)
    for _ in range(200):
        q = upper(z)
        step = q * mp.log(q / p) / (mp.exp(-z * z / 2) / mp.sqrt(TWO_PI))
        z += step
        if abs(step) < mpf(10) ** -45 * max(abs(z), mpf(10) ** -30):
            return z
    raise ArithmeticError('no convergence')


def chebyshev(lo, hi, count):
    return [(lo + hi) / 2 - (hi - lo) / 2 * mp.cos(mp.pi * (2 * k + 1) / (2 * count)) for k in range(count)]


def solve(points, values, scales, weights, divisors, n, m, fixed):
    """Weighted linear least squares for numerator 0..n and denominator 1..m; `fixed` maps an unknown to its value."""
    free = [j for j in range(n + 1 + m) if j not in fixed]
    size = len(free)
    normal = matrix(size, size)
    right = matrix(size, 1)
    for x, f, scale, weight, divisor in zip(points, values, scales, weights, divisors):
        row = [x ** j for j in range(n + 1)] + [-f * x ** j for j in range(1, m + 1)]
        goal = f - sum(row[j] * c for j, c in fixed.items())
        w = weight / (scale * divisor) ** 2
        for a in range(size):
            wa = w * row[free[a]]
            right[a] += wa * goal
            for b in range(a, size):
                normal[a, b] += wa * row[free[b]]
    for a in range(size):
        for b in range(a):
            normal[a, b] = normal[b, a]
    solution = lu_solve(normal, right)
    answer = dict(fixed)
    answer.update({j: solution[a] for a, j in enumerate(free)})
    return [answer[j] for j in range(n + 1 + m)]


def errors(c, points, values, scales, n, m):
    out, divisors = [], []
    for x, f, scale in zip(points, values, scales):
        q = 1 + sum(c[n + j] * x ** j for j in range(1, m + 1))
        divisors.append(abs(q))
        out.append(abs(sum(c[j] * x ** j for j in range(n + 1)) / q - f) / scale)
    return out, divisors


def constant(name, value):
    print(f'const {name} = ' + re.sub(r'e([-+])0*', lambda m: 'e-' if m[1] == '-' else 'e', repr(float(value))))


def fit(what, names, points, values, scales, n, m, rounds=14):
    """Prints numerator and denominator (constant 1 left out), lowest power first, and log2 of the largest error."""
    weights = [mpf(1)] * len(points)
    divisors = [mpf(1)] * len(points)
    best = None
    for _ in range(rounds):
        c = solve(points, values, scales, weights, divisors, n, m, {})
        err, divisors = errors(c, points, values, scales, n, m)
        if best is None or max(err) < best[0]:
            best = (max(err), weights, divisors)
        mean = sum(w * e for w, e in zip(weights, err)) / sum(weights)
        weights = [w * (e / mean + mpf('0.02')) for w, e in zip(weights, err)]
        total = sum(weights) / len(weights)
        weights = [w / total for w in weights]
    ideal, weights, divisors = best
    fixed = {}
    for j in list(range(n + m, n, -1)) + list(range(n, -1, -1)):
        c = solve(points, values, scales, weights, divisors, n, m, fixed)
        fixed[j] = mpf(float(c[j]))
    c = [fixed[j] for j in range(n + 1 + m)]
    err, _ = errors(c, points, values, scales, n, m)
    print(f'\n// {what}: type ({n}, {m}), error 2^{float(mp.log(ideal, 2)):.1f} before, '
          f'2^{float(mp.log(max(err), 2)):.1f} after rounding')
    for j in range(n + 1):
        constant(f'{names[0]}{j}', c[j])
    for j in range(1, m + 1):
        constant(f'{names[1]}{j}', c[n + j])


def split_log2():
    # log(2) = LN2_HIGH + LN2_LOW, the first of 40 bits so that its product with an exponent is exact
    high = mp.nint(mp.log(2) * 2 ** 40) / 2 ** 40
    constant('LN2_HIGH', high)
    constant('LN2_LOW', mp.log(2) - high)
    constant('ONE_OVER_LN2', 1 / mp.log(2))
    constant('PEAK', 1 / mp.sqrt(TWO_PI))


def fit_log(n=6):
    # log((1 + s) / (1 - s)) = 2 s + s z L(z), z = s^2, s up to (sqrt 2 - 1) / (sqrt 2 + 1)
    end = ((mp.sqrt(2) - 1) / (mp.sqrt(2) + 1)) ** 2
    zs = chebyshev(mpf(0), end, 60)
    values = [(mp.log((1 + mp.sqrt(z)) / (1 - mp.sqrt(z))) / mp.sqrt(z) - 2) / z for z in zs]
    fit('log', 'L', zs, values, [2 / z for z in zs], n, 0)


def fit_exp(n=4):
    # exp(r) = 1 + 2 r / (R - r), R = r (e^r + 1) / (e^r - 1) = 2 + t E(t), t = r^2, |r| up to log(2) / 2
    ts = chebyshev(mpf(0), (mp.log(2) / 2) ** 2, 60)
    values = [(mp.sqrt(t) / mp.tanh(mp.sqrt(t) / 2) - 2) / t for t in ts]
    fit('exp', 'E', ts, values, [2 / (t * mp.sqrt(t)) for t in ts], n, 0)


def fit_centre(n=10, m=10, anchor=3):
    # z = c (anchor + P(r) / Q(r)), r = (1/2 - c)(1/2 + c), |c| up to 0.478
    cs = [mp.sqrt(mpf('0.25') - r) for r in chebyshev(mpf('0.25') - mpf('0.4781') ** 2, mpf('0.25'), 5 * (n + m))]
    values, scales, rs = [], [], []
    for c in cs:
        ratio = quantile_of_tail(mpf('0.5') - c) / c
        values.append(ratio - anchor)
        scales.append(ratio)
        rs.append(mpf('0.25') - c * c)
    fit('centre', 'AB', rs, values, scales, n, m)


def fit_tail(n=10, m=10):
    # z = t + P(t) / Q(t), t = sqrt(-log p), p from 0.0221 down to the smallest normal double
    lo, hi = mp.sqrt(-mp.log(mpf('0.0221'))), mp.sqrt(mpf('744.5'))
    ts = [1 / w for w in chebyshev(1 / hi, 1 / lo, 5 * (n + m))]
    zs = [quantile_of_tail(mp.exp(-t * t)) for t in ts]
    fit('tail', 'DE', ts, [z - t for z, t in zip(zs, ts)], zs, n, m)


def fit_cdf(n=9, m=0):
    # Phi(z) = 1/2 + z P(z^2), |z| up to 0.68
    ys = chebyshev(mpf(0), mpf('0.68') ** 2, 60)
    values = [(mpf('0.5') - upper(mp.sqrt(y))) / mp.sqrt(y) for y in ys]
    fit('cdf, centre', 'P', ys, values, [v / 2 for v in values], n, m)


def fit_hazard(n=8, m=9):
    # Phi(-x) = phi(x) / (x + P(x) / Q(x)), x from 0.65 to 38.6
    xs = [1 / w - 1 for w in chebyshev(1 / mpf('39.6'), 1 / mpf('1.65'), 5 * (n + m))]
    hazards = [mp.exp(-x * x / 2) / mp.sqrt(TWO_PI) / upper(x) for x in xs]
    fit('cdf, tail', 'MN', xs, [h - x for h, x in zip(hazards, xs)], hazards, n, m)


if __name__ == '__main__':
    split_log2()
    fit_log()
    fit_exp()
    fit_centre()
    fit_tail()
    fit_cdf()
    fit_hazard()
