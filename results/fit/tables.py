"""Real tables as arrays, split and poisoned: for Study.java and peers.py.

    tables.py WORK      needs NumPy, pandas and scikit-learn; of the house prices also R with modeldata (skipped without)

WORK/TABLE/X.npy (texts one-hot), v.npy, order-S.npy (rows, those for training first), KIND-SHARE-S.npy (labels, those for
training poisoned). $REPLICATES splits, 20 if it is not set.
"""
import os
import pathlib
import subprocess
import sys

import numpy
import pandas
from sklearn.datasets import load_diabetes

SPLITS = int(os.environ.get("REPLICATES", "20"))
TRAINING = 0.7
SHARES = (10, 20, 30, 40)
HERE = pathlib.Path(__file__).resolve().parent


def houses(work):
    file = work / "ames.csv"
    if not file.exists():
        subprocess.run(["Rscript", "-e", f'e <- new.env(); data(ames, package = "modeldata", envir = e); '
                        f'write.csv(e$ames, "{file}", row.names = FALSE)'], check=True)
    return pandas.read_csv(file, keep_default_na=False), "Sale_Price"


def tables(work):
    yield "penguins", pandas.read_csv(HERE / "penguins.csv"), "body_mass_g"
    yield "concrete", pandas.read_csv(HERE / "concrete.csv"), "compressive_strength"
    yield "diabetes", load_diabetes(as_frame=True).frame, "target"
    try:
        yield "houses", *houses(work)
    except (OSError, subprocess.CalledProcessError) as e:
        print(f"no house prices: {e}", file=sys.stderr)


def poisoned(labels, kind, share, random):
    """By an adversary who sees the training labels."""
    given = labels.copy()
    false = random.random(len(labels)) < share / 100
    if kind == "largest":
        given[false] = labels.max()
    elif kind == "turned":
        given[false] = 2 * labels.mean() - labels[false]
    elif kind == "uniform":
        given[false] += random.uniform(-5, 5, false.sum()) * labels.std()
    return given


def main():
    work = pathlib.Path(sys.argv[1])
    work.mkdir(parents=True, exist_ok=True)
    for name, table, target in tables(work):
        folder = work / name
        folder.mkdir(exist_ok=True)
        labels = table.pop(target).to_numpy(dtype=float)
        numpy.save(folder / "X.npy", numpy.ascontiguousarray(pandas.get_dummies(table).to_numpy(dtype=float)))
        numpy.save(folder / "v.npy", labels)
        for split in range(SPLITS):
            random = numpy.random.default_rng(split)
            order = random.permutation(len(labels))
            numpy.save(folder / f"order-{split}.npy", order.astype(float))
            rows = order[:round(TRAINING * len(labels))]
            for kind, share in [("none", 0)] + [(k, s) for k in ("largest", "turned", "uniform") for s in SHARES]:
                given = labels.copy()
                given[rows] = poisoned(labels[rows], kind, share, random)
                numpy.save(folder / f"{kind}-{share}-{split}.npy", given)


main()
