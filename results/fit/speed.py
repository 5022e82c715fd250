"""How fast fit and predict are on 1 000 000 x 100, three labels in ten false, beside scikit-learn and pandas.

  python3 results/fit/speed.py [WORK]     5 GB in WORK (results/fit/work), some minutes; a line for each figure: least, median,
                                          most of two rounds; $ROWS is the number of rows

Whole commands are timed, start of the virtual machine included; an epoch of fit is a fortieth of the difference between
forty-one and one. scikit-learn is given arrays that are in memory, and not timed before it begins to learn.
"""
import os
import statistics
import subprocess
import sys
import time

import numpy as np
import pandas as pd
from sklearn.linear_model import SGDRegressor

COLUMNS, BATCH, ROUNDS = 100, 10_000, 2
ROWS = int(os.environ.get("ROWS", "1000000"))
HERE = os.path.dirname(os.path.abspath(__file__))
WORK = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "work")
NEUROTRON = os.path.join(HERE, "..", "..", "cli", "neurotron")


def path(name):
    return os.path.join(WORK, name)


def data():
    os.makedirs(WORK, exist_ok=True)
    if os.path.exists(path("t.csv")):
        return np.load(path("x.npy")), np.load(path("v.npy"))
    random = np.random.default_rng(1)
    x = random.standard_normal((ROWS, COLUMNS))
    v = x @ random.standard_normal(COLUMNS) + 0.1 * random.standard_normal(ROWS)
    v[random.random(ROWS) < 0.3] += 100
    np.save(path("x.npy"), x)
    np.save(path("v.npy"), v)
    table = pd.DataFrame(x, columns=[f"x{i}" for i in range(COLUMNS)])
    table["v"] = v
    table.to_csv(path("t.part"), index=False)
    os.rename(path("t.part"), path("t.csv"))
    return x, v


def timed(action):
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


def command(*words):
    return timed(lambda: subprocess.run([NEUROTRON, *words, "--quiet"], check=True, stdout=subprocess.DEVNULL))


def fit(*words):
    return command("fit", *words, "--out", path("out"), "--overwrite")


def partial_fit(loss, x, v):
    model = SGDRegressor(loss=loss)

    def epoch():
        for first in range(0, len(x), BATCH):
            model.partial_fit(x[first:first + BATCH], v[first:first + BATCH])
    epoch()
    return timed(epoch), timed(lambda: model.predict(x))


def main():
    x, v = data()
    arrays = ("--inputs", path("x.npy"), "--labels", path("v.npy"))
    table = ("--data", path("t.csv"), "--target", "v")
    told = arrays + ("--validation", "0", "--robust", "clip:0.5", "--standardize", "--intercept", "--eta", "0.001")
    figures = {}

    def note(name, seconds):
        figures.setdefault(name, []).append(seconds)
        print(f"{name}: {seconds:.3f} s", file=sys.stderr)

    for _ in range(ROUNDS):
        for loss in ("squared_error", "huber"):
            epoch, prediction = partial_fit(loss, x, v)
            note(f"SGDRegressor({loss}).partial_fit, a pass in batches of {BATCH}", epoch)
        note("SGDRegressor.predict", prediction)
        for words, name in (((), "in another order each time"), (("--no-shuffle",), "in the order of the file")):
            one = fit(*told, *words, "--epochs", "1")
            note(f"fit, an epoch {name}", (fit(*told, *words, "--epochs", "41") - one) / 40)
        note("fit of NPY, all epochs", fit(*arrays))
        note("predict of NPY", command("predict", "--model", path("out/model.npz"), "--inputs", path("x.npy"), "--out",
                                       path("f.npy")))
        note("pandas.read_csv", timed(lambda: pd.read_csv(path("t.csv"))))
        note("fit of CSV, all epochs", fit(*table))
        note("predict of CSV", command("predict", "--model", path("out/model.npz"), "--data", path("t.csv"), "--out",
                                       path("f.npy")))
    for name, seconds in figures.items():
        print(f"{name:70} {min(seconds):8.3f} {statistics.median(seconds):8.3f} {max(seconds):8.3f} s, "
              f"{ROWS / statistics.median(seconds) / 1e6:.2f} million rows/s")


main()
