"""Final errors of drawn and projected runs, setting by setting, as CSV on stdout: medians and a two-sample test.

    compare.py DIR        DIR as results/projected/run fills it
"""
import csv
import math
import pathlib
import sys
from statistics import median


def final_errors(path):
    settings = {}
    with open(path / "runs.csv", newline="") as file:
        for row in csv.DictReader(file):
            key = row["theta"], row["beta"], row["algorithm"]
            settings.setdefault(key, []).append(float(row["final_error"]))
    return settings


def kolmogorov_smirnov(a, b):
    """Distance of the two empirical distribution functions, and its p-value for many runs (Stephens' correction)."""
    a, b = sorted(a), sorted(b)
    i = j = 0
    distance = 0.0
    while i < len(a) and j < len(b):
        x = min(a[i], b[j])
        while i < len(a) and a[i] == x:
            i += 1
        while j < len(b) and b[j] == x:
            j += 1
        distance = max(distance, abs(i / len(a) - j / len(b)))
    root = math.sqrt(len(a) * len(b) / (len(a) + len(b)))
    t = (root + 0.12 + 0.11 / root) * distance
    p = 2 * sum((-1) ** (k - 1) * math.exp(-2 * (k * t) ** 2) for k in range(1, 101)) if t > 0.2 else 1.0
    return distance, min(1.0, max(0.0, p))


def main():
    folder = pathlib.Path(sys.argv[1])
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["simulation", "algorithm", "theta", "beta", "runs", "median_drawn", "median_projected", "ratio",
                  "ks_distance", "p"])
    for name in "sim01", "sim02", "sim05", "sim06", "q1", "q10":
        drawn = final_errors(folder / f"{name}-drawn")
        projected = final_errors(folder / f"{name}-projected")
        for key in drawn:
            theta, beta, algorithm = key
            a, b = median(drawn[key]), median(projected[key])
            distance, p = kolmogorov_smirnov(drawn[key], projected[key])
            out.writerow([name, algorithm, theta, beta, len(drawn[key]), f"{a:.4g}", f"{b:.4g}", f"{b / a:.4f}",
                          f"{distance:.3f}", f"{p:.3f}"])


main()
