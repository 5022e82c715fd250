"""The kernel from Python: JPype (Debian: python3-jpype, python3-numpy) calls the library on NumPy arrays.

    /usr/bin/python3 kernel/src/test/python/step.py "$(cli/neurotron --jdk)" 'cli/target/lib/*'

Trains on data that NumPy has made, compares every step with the same one in NumPy, and prints the times.
"""
import glob
import sys
import tempfile
import time

try:
    import jpype
    import numpy as np
except ImportError as missing:
    print('skipped:', missing)
    sys.exit(0)

jdk, libraries = sys.argv[1:]
# Debian's JPype does not find its own jar when a class path is given.
jpype.startJVM(jdk + '/lib/server/libjvm.so', '--add-modules=jdk.incubator.vector', '--enable-native-access=ALL-UNNAMED',
               '-XX:ObjectAlignmentInBytes=64',
               classpath=glob.glob(libraries) + glob.glob('/usr/share/java/org.jpype.jar'))
kernel = jpype.JPackage('org.neurotron.kernel')
network = jpype.JPackage('org.neurotron.network')
training = jpype.JPackage('org.neurotron.training')
data = jpype.JPackage('org.neurotron.data')
double_array = jpype.JArray(jpype.JDouble)
path = jpype.JClass('java.nio.file.Path').of
in_order = jpype.JClass('java.util.function.LongUnaryOperator').identity()


def matrix(array):
    """A Java matrix with a copy of a NumPy array."""
    return kernel.Matrix.of(double_array(array.ravel()), *array.shape)


n, r, k, b, eta, steps = 100, 25, 10, 16, 1e-4, 5_000
random = np.random.default_rng(1)
m, c = random.standard_normal((2, r, n))
coefficients = np.concatenate([np.arange(-k // 2, 0), np.arange(1, k // 2 + 1)]).astype(float)
teacher = random.standard_normal(r)
x = random.standard_normal((steps, b, n))


def forward(w, inputs):
    p, s = inputs @ (m.T @ w), inputs @ (c.T @ w)
    return np.maximum(p[:, None] + coefficients * s[:, None], 0).mean(axis=1)


labels = np.stack([forward(teacher, batch) for batch in x])
labels += np.where(random.random(labels.shape) < 0.5, random.uniform(-0.25, 0.25, labels.shape), 0)


affine = network.Network(network.AffineFamily(matrix(m), matrix(c), k), 0.0)
settings = training.LearnerSettings(training.Algorithm.TRON, b, eta)
selected = kernel.Kernels.selected()


def step_by_step():
    """A call for every batch, which is copied into Java arrays."""
    learner, w = training.Learner(affine, settings, selected), double_array(np.ones(r))
    for batch, v in zip(x, labels):
        learner.update(w, matrix(batch), double_array(v), 0)
    return np.array(w)


def whole_epoch():
    """One call for all batches, which are read where NumPy has put them."""
    with data.NpyFile.open(path(folder, 'X.npy')) as inputs, data.NpyFile.open(path(folder, 'v.npy')) as targets:
        fit = data.MiniBatchFit(affine, None, settings, double_array(np.ones(r)), selected)
        fit.epoch(data.NpySamples(inputs, targets), in_order, steps * b)
        return np.array(fit.filter())


def in_numpy():
    w = np.ones(r)
    for batch, v in zip(x, labels):
        w += eta * (m @ ((v - forward(w, batch)) @ batch) / b)
    return w


def timed(train):
    train()
    start = time.perf_counter()
    w = train()
    return w, (time.perf_counter() - start) / steps * 1e6


copied, each = timed(step_by_step)
with tempfile.TemporaryDirectory() as folder:
    np.save(folder + '/X.npy', x.reshape(-1, n))
    np.save(folder + '/v.npy', labels.ravel())
    mapped, once = timed(whole_epoch)
expected, numpy = timed(in_numpy)
difference = np.linalg.norm(copied - expected) / np.linalg.norm(expected)
print(f'{selected} from Python: {each:.1f} us a step called one by one, {once:.1f} us in one call; '
      f'NumPy {numpy:.1f} us')
print(f'||w - w*|| = {np.linalg.norm(copied - teacher):.2e} after {steps} steps; relative difference to NumPy '
      f'{difference:.1e}')
assert difference < 1e-9 and (mapped == copied).all()
