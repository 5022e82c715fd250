"""Times the samplers of NumPy in blocks of 1 600: the peer of RandomBenchmark. Prints ns per number."""
import timeit

import numpy

COUNT = 1600
generator = numpy.random.Generator(numpy.random.SFC64(1))
numbers = numpy.empty(COUNT)
for name, call in [
    ('numpy-normal', lambda: generator.standard_normal(out=numbers)),
    ('numpy-laplace', lambda: generator.laplace(0, 1, COUNT)),
    ('numpy-student-t4', lambda: generator.standard_t(4, COUNT)),
]:
    best = min(timeit.repeat(call, number=5000, repeat=7)) / 5000 / COUNT
    print(f'{name:20} {best * 1e9:7.3f} ns')
