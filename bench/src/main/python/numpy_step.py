"""Times Neuro-Tron in NumPy at the paper's shape, on one thread: the peer of StepBenchmark and IterationBenchmark.

textbook      structured like the published study's code: a Python loop over the gates with w (A_i X^T) for each, and
              one over the samples that adds up the gradient; the A_i are written out, k x r x n
reformulated  u = M^T w and s = C^T w once per step, so that w A_i x = u x + c_i s x; the whole batch in a few products,
              into buffers that exist

Prints one JSON object per line: first the version, then the nanoseconds of an iteration (sampling, labels, attack, step
and error) and of a step without sampling, each the median of several repeats.
"""
import json
import os
import platform
import statistics
import sys
import time

# Before NumPy is loaded, which is when its BLAS starts its threads.
for variable in ('OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS', 'MKL_NUM_THREADS', 'VECLIB_MAXIMUM_THREADS'):
    os.environ[variable] = '1'

try:
    import numpy as np
except ImportError:
    sys.exit('no NumPy')

N, R, K, B = 100, 25, 10, 16
ETA = 1e-4
# So small that a great many steps on one batch leave the filter, and with it the work, as it was.
STANDSTILL = 1e-15
THETA = 0.25
BETA = 0.5
REPEATS = 7
SECONDS = 0.2  # of one repeat


class Problem:
    """The affine family A_i = M + c_i C and a teacher, the same for both."""

    def __init__(self):
        generator = np.random.Generator(np.random.SFC64(1))
        self.m = generator.standard_normal((R, N))
        self.c = generator.standard_normal((R, N))
        self.coefficients = np.array([c for c in range(-K // 2, K // 2 + 1) if c != 0], dtype=float)
        self.sensing = self.m + self.coefficients[:, None, None] * self.c
        self.teacher = generator.standard_normal(R)
        self.distortions = np.resize([-THETA, THETA], B)


class Textbook:
    """As one reads it in the paper."""

    def __init__(self, problem, eta):
        self.problem = problem
        self.eta = eta
        self.generator = np.random.Generator(np.random.SFC64(2))
        self.w = np.ones(R)

    def outputs(self, w, x):
        total = 0
        for a in self.problem.sensing:
            y = w @ (a @ x.T)
            total = total + np.maximum(y, 0)
        return total / K

    def step(self, x, v):
        f = self.outputs(self.w, x)
        total = 0
        for j in range(B):
            total = total + (v[j] - f[j]) * x[j]
        self.w = self.w + self.eta * (self.problem.m @ total) / B

    def iteration(self):
        x = self.generator.standard_normal((B, N))
        attacked = self.generator.random(B) < BETA
        v = self.outputs(self.problem.teacher, x) + attacked * self.problem.distortions
        self.step(x, v)
        return np.linalg.norm(self.w - self.problem.teacher)


class Reformulated:
    """As well as NumPy allows: no loops in Python, no new arrays of the batch's size."""

    def __init__(self, problem, eta):
        self.problem = problem
        self.generator = np.random.Generator(np.random.SFC64(2))
        self.w = np.ones(R)
        self.blocks = np.ascontiguousarray(np.hstack([problem.m, problem.c]))
        # Rows: u and s of the filter, then those of the teacher, which never change.
        self.us = np.empty((4, N))
        self.us[2] = problem.teacher @ problem.m
        self.us[3] = problem.teacher @ problem.c
        self.filter_us = self.us[:2].reshape(2 * N)
        self.scaled_m = problem.m * (eta / B)
        self.x = np.empty((B, N))
        self.u = np.empty(B)
        self.z = np.empty((4, B))
        # Two products are faster than broadcasting: the arguments p + c_i s of all gates, and their means over k.
        one_network = np.column_stack([np.ones(K), problem.coefficients])
        self.spread = np.kron(np.eye(2), one_network)
        self.mean = np.kron(np.eye(2), np.full(K, 1 / K))
        self.gates = np.empty((2 * K, B))

    def forward(self, x, networks):
        """f of the filter and, as a second row, of the teacher if there are two networks."""
        np.dot(self.w, self.blocks, out=self.filter_us)
        z = np.dot(self.us[:2 * networks], x.T, out=self.z[:2 * networks])
        gates = np.dot(self.spread[:networks * K, :2 * networks], z, out=self.gates[:networks * K])
        np.maximum(gates, 0, out=gates)
        return self.mean[:networks, :networks * K] @ gates

    def update(self, residuals, x):
        self.w += self.scaled_m @ (residuals @ x)

    def step(self, x, v):
        self.update(v - self.forward(x, 1)[0], x)

    def iteration(self):
        x = self.generator.standard_normal(out=self.x)
        attacked = self.generator.random(out=self.u) < BETA
        f, y = self.forward(x, 2)
        self.update(y + attacked * self.problem.distortions - f, x)
        difference = self.w - self.problem.teacher
        return np.sqrt(difference @ difference)


def check_agreement(problem):
    """Both must walk the same way from the same seed."""
    textbook, reformulated = Textbook(problem, ETA), Reformulated(problem, ETA)
    x = np.random.Generator(np.random.SFC64(3)).standard_normal((B, N))
    v = np.linspace(-1, 1, B)
    for _ in range(100):
        errors = textbook.iteration(), reformulated.iteration()
        np.testing.assert_allclose(errors[0], errors[1], rtol=1e-9)
        textbook.step(x, v)
        reformulated.step(x, v)
    np.testing.assert_allclose(textbook.w, reformulated.w, rtol=1e-9)


def nanoseconds(call):
    """The time of one call, the median of the repeats."""
    start, calls = time.perf_counter(), 0
    while time.perf_counter() - start < SECONDS:
        call()
        calls += 1
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter_ns()
        for _ in range(calls):
            call()
        times.append((time.perf_counter_ns() - start) / calls)
    return statistics.median(times)


def main():
    problem = Problem()
    check_agreement(problem)
    print(json.dumps({'version': np.__version__, 'python': platform.python_version()}))
    x = np.random.Generator(np.random.SFC64(3)).standard_normal((B, N))
    v = np.linspace(-1, 1, B)
    for name, kind in ('textbook', Textbook), ('reformulated', Reformulated):
        still = kind(problem, STANDSTILL)
        for question, call in ('iteration', kind(problem, ETA).iteration), ('step', lambda: still.step(x, v)):
            print(json.dumps({'name': f'{question}-{name}', 'shape': 'paper',
                              'nanoseconds': round(nanoseconds(call), 1)}), flush=True)


if __name__ == '__main__':
    main()
