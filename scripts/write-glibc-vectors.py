"""Writes test/streams/arithmetic/vectors/glibc.json: what glibc's logf, sinf, cosf, log1pf and log1p return.

Of the float functions, a SHA-256 over their results for every argument that a sampler with 24 random bits can ask for,
as little-endian float32: k 2^-24 for logf (k = 1, 2, ..., 2^24), float(2 pi k 2^-24) for sinf and cosf and -k 2^-24 for
log1pf (k = 0, 1, ..., 2^24 - 1). Of log1p, the results for a walk of arguments, with the variant for CPUs with a fused
multiply-add and, in a child process, with the one for others.

    python3 scripts/write-glibc-vectors.py        needs numpy, gcc, and glibc 2.36 on x86-64 with FMA
"""
import hashlib
import json
import os
import platform
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

PROGRAM = r'''
#include <math.h>
#include <stdio.h>
static float read_float(int k, int kind) {
  return kind == 0 ? (k + 1) * 0x1p-24f : kind == 3 ? -(k * 0x1p-24f) : (float)(2 * M_PI * (k * 0x1p-24));
}
static float (*const functions[])(float) = {logf, sinf, cosf, log1pf};
int main(int count, char **arguments) {
  int kind = arguments[1][0] - '0';
  if (kind < 4)
    for (int k = 0; k < 1 << 24; k++) {
      float y = functions[kind](read_float(k, kind));
      fwrite(&y, sizeof y, 1, stdout);
    }
  else {
    double x, y;
    while (fread(&x, sizeof x, 1, stdin)) y = log1p(x), fwrite(&y, sizeof y, 1, stdout);
  }
}
'''
NO_FMA = {'GLIBC_TUNABLES': 'glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4'}
SIZE = 200_000


def walk():
    """-k/SIZE for every k below SIZE: all the arguments of a logarithm of uniforms. The test makes the same."""
    return -(np.arange(SIZE, dtype='<f8') / SIZE)


def further():
    """Arguments of all sizes and branches."""
    rng = np.random.default_rng(5)
    sizes = np.ldexp(rng.uniform(1, 2, 200), rng.integers(-60, 40, 200))
    close = np.ldexp(1 + rng.uniform(-1, 1, 150) * 2.0 ** -19, rng.integers(-5, 30, 150)) - 1
    return np.concatenate([sizes, -sizes[(sizes < 1)], close, [0, -1 + 2.0 ** -53]])


def run(program, kind, data=b'', env=None):
    return subprocess.run([program, str(kind)], input=data, capture_output=True, check=True,
                          env={**os.environ, **(env or {})}).stdout


if __name__ == '__main__':
    with tempfile.TemporaryDirectory() as folder:
        source, program = Path(folder, 'glibc.c'), str(Path(folder, 'glibc'))
        source.write_text(PROGRAM)
        subprocess.run(['gcc', '-O1', '-fno-builtin', str(source), '-o', program, '-lm'], check=True)
        answer = {'libc': ' '.join(platform.libc_ver())}
        for kind, name in enumerate(['logf', 'sinf', 'cosf', 'log1pf']):
            results = run(program, kind)
            assert results == run(program, kind, env=NO_FMA), name
            sample = np.frombuffer(results, '<u4')[::65537]
            answer[name] = {'sha256': hashlib.sha256(results).hexdigest(), 'every65537th': [f'{v:08x}' for v in sample]}
        for name, env in [('log1pFused', None), ('log1pSeparate', NO_FMA)]:
            points = further()
            values = np.frombuffer(run(program, 4, points.tobytes(), env), '<f8')
            answer[name] = {'sha256': hashlib.sha256(run(program, 4, walk().tobytes(), env)).hexdigest(),
                            'points': [[float(x), float(y)] for x, y in zip(points, values)]}
        assert answer['log1pFused'] != answer['log1pSeparate'], 'needs a CPU with FMA'
    path = Path(__file__).parent.parent / 'test' / 'streams' / 'arithmetic' / 'vectors' / 'glibc.json'
    path.write_text(json.dumps(answer) + '\n')
    print(answer['libc'], path.stat().st_size, 'bytes', file=sys.stderr)
