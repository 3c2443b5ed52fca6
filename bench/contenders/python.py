"""One of Python's frameworks, on one core: `python3 bench/contenders/python.py numpy|torch|jax|tensorflow`.

The same lines as `serve.mjs`: first the version, then for every task that is read the milliseconds of one draw, or null
for what the framework does not have. A framework that cannot be imported ends it at once, without a word.
"""

import json
import os
import sys
import time

BATCH = 2**20  # elements, as in tasks.mjs

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
if hasattr(os, "sched_setaffinity"):  # Linux: every thread pool that is made from here on has one core
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def numpy():
    """The bare draws, without the product by a scale: `out=` keeps the array. There is no truncated normal."""
    import numpy as np

    generator = np.random.default_rng(42)
    draws = {"uniform": generator.random, "normal": generator.standard_normal}
    kept = {}

    def prepare(distribution, dtype, elements):
        if distribution not in draws or dtype not in ("float32", "float64"):
            return None
        if len(kept.get(dtype, ())) < elements:
            kept[dtype] = np.zeros(elements, dtype)
        draw, out = draws[distribution], kept[dtype][:elements]
        return lambda: draw(out=out, dtype=out.dtype)

    return np.__version__, "kept", prepare


def torch():
    import torch

    torch.set_num_threads(1)
    draws = {
        "uniform": lambda tensor: torch.nn.init.uniform_(tensor, -0.05, 0.05),
        "normal": lambda tensor: torch.nn.init.normal_(tensor, 0.0, 0.05),
        "truncated normal": lambda tensor: torch.nn.init.trunc_normal_(tensor, 0.0, 0.05, -0.1, 0.1),
    }

    def prepare(distribution, dtype, elements):
        tensor = torch.zeros(elements, dtype=getattr(torch, dtype))
        return lambda: draws[distribution](tensor)

    return torch.__version__, "kept", prepare


def jax():
    """Compiled once a task; it makes a new array each time, as JAX's arrays are never written to again."""
    import functools

    import jax

    jax.config.update("jax_platforms", "cpu")
    draws = {
        "uniform": lambda key, shape, dtype: jax.random.uniform(key, shape, dtype, -0.05, 0.05),
        "normal": lambda key, shape, dtype: jax.random.normal(key, shape, dtype) * jax.numpy.asarray(0.05, dtype),
        "truncated normal": lambda key, shape, dtype: jax.random.truncated_normal(key, -2, 2, shape, dtype)
        * jax.numpy.asarray(0.05, dtype),
    }
    key = jax.random.PRNGKey(42)

    @functools.lru_cache(maxsize=None)
    def compiled(distribution, dtype, elements):
        return jax.jit(lambda key: draws[distribution](key, (elements,), getattr(jax.numpy, dtype)))

    def prepare(distribution, dtype, elements):
        jax.config.update("jax_enable_x64", dtype == "float64")  # a part of what is compiled
        draw = compiled(distribution, dtype, elements)
        return lambda: draw(key).block_until_ready()

    return jax.__version__, "new", prepare


def tensorflow():
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    tf.config.set_visible_devices([], "GPU")
    tf.config.experimental.set_synchronous_execution(True)
    draws = {
        "uniform": lambda shape, dtype: tf.random.uniform(shape, -0.05, 0.05, dtype),
        "normal": lambda shape, dtype: tf.random.normal(shape, 0.0, 0.05, dtype),
        "truncated normal": lambda shape, dtype: tf.random.truncated_normal(shape, 0.0, 0.05, dtype),
    }
    return tf.__version__, "new", lambda distribution, dtype, elements: (
        lambda: draws[distribution]([elements], getattr(tf, dtype))
    )


def milliseconds(draw, elements):
    calls = max(1, BATCH // elements)
    start = time.perf_counter()
    for _ in range(calls):
        draw()
    return (time.perf_counter() - start) * 1000 / calls


def answer(prepare, arrays, task):
    """Null also for what a framework refuses: a dtype without a kernel, memory that it does not get."""
    if task["arrays"] != arrays:
        return None
    try:
        draw = prepare(task["distribution"], task["dtype"], task["elements"])
        return None if draw is None else milliseconds(draw, task["elements"])
    except Exception:  # each framework has classes of its own for it
        return None


def main():
    frameworks = {"numpy": numpy, "torch": torch, "jax": jax, "tensorflow": tensorflow}
    try:
        version, arrays, prepare = frameworks[sys.argv[1]]()
    except ImportError:
        return
    print(json.dumps(version), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(prepare, arrays, json.loads(line))), flush=True)


main()
