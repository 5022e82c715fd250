"""What scikit-learn's defences against false labels make of the same cells.

    peers.py WORK/TABLE ... > peers.csv      with what tables.py has prepared

Inputs are standardised and labels scaled for each; the settings are scikit-learn's own, but for QuantileRegressor (no penalty)
and iterations enough. What would take hours on hundreds of columns is left out there.
"""
import pathlib
import re
import sys
import warnings

import numpy
from sklearn.linear_model import (HuberRegressor, LinearRegression, QuantileRegressor, RANSACRegressor, SGDRegressor,
                                  TheilSenRegressor)
from sklearn.metrics import r2_score

TRAINING = 0.7
MANY = 100
warnings.filterwarnings("ignore")


def methods(columns):
    yield "LinearRegression", LinearRegression()
    yield "HuberRegressor", HuberRegressor(max_iter=1000)
    yield "SGDRegressor(huber)", SGDRegressor(loss="huber", random_state=0)
    if columns < MANY:
        yield "RANSACRegressor", RANSACRegressor(random_state=0)
        yield "TheilSenRegressor", TheilSenRegressor(random_state=0, max_subpopulation=500)
        yield "QuantileRegressor", QuantileRegressor(quantile=0.5, alpha=0, solver="highs")


def main():
    print("table,poison,share,split,method,r2", flush=True)
    for folder in map(pathlib.Path, sys.argv[1:]):
        x, v = numpy.load(folder / "X.npy"), numpy.load(folder / "v.npy")
        for file in sorted(folder.iterdir()):
            name = re.fullmatch(r"(none|largest|turned|uniform)-(\d+)-(\d+)", file.stem)
            if not name:
                continue
            order = numpy.load(folder / f"order-{name[3]}.npy").astype(int)
            count = round(TRAINING * len(v))
            rows, rest = order[:count], order[count:]
            given = numpy.load(file)[rows]
            varies = x[rows].std(0) > 0
            mean, deviation = x[rows][:, varies].mean(0), x[rows][:, varies].std(0)
            inputs, others = (x[rows][:, varies] - mean) / deviation, (x[rest][:, varies] - mean) / deviation
            centre, unit = numpy.median(given), given.std()
            for method, model in methods(x.shape[1]):
                try:
                    model.fit(inputs, (given - centre) / unit)
                    r2 = f"{r2_score(v[rest], model.predict(others) * unit + centre):.5g}"
                except ValueError:
                    r2 = ""
                print(f"{folder.name},{name[1]},{name[2]},{name[3]},{method},{r2}", flush=True)


main()
