"""Measured over expected floors, as floors.csv, and as a picture, figures/ratio.svg.

    compare.py NEUROTRON WORK OUT     WORK as results/sharp/run floors fills it
"""
import csv
import json
import math
import pathlib
import subprocess
import sys
from statistics import median

NAMES = [f"sim0{i}" for i in range(1, 9)] + ["q-assist-1", "q-assist-10"]
COLOURS = {"tron": "#0064B0", "sgd": "#DC780C"}


def expected(neurotron, folder, row):
    """Of a setting, by the options that its sweep had."""
    run = json.loads((folder / "run.json").read_text())
    options = [f"--{name}={run[name]}" for name in ("n", "r", "alpha", "sensing", "sampling")]
    options += [f"--{name}={row[name]}" for name in ("distribution", "k", "b", "theta", "beta", "eta", "algorithm")]
    options.append("--q=" + ",".join(map(str, run["q"])))
    out = subprocess.run([neurotron, "theory", "--json", *options], check=True, capture_output=True, text=True).stdout
    return json.loads(out)["expected"]


def rows(neurotron, work):
    for name in NAMES:
        errors = {}
        with open(work / name / "runs.csv", newline="") as file:
            for row in csv.DictReader(file):
                errors.setdefault((row["theta"], row["beta"], row["algorithm"]), []).append(row)
        for (theta, beta, algorithm), runs in errors.items():
            what = expected(neurotron, work / name, runs[0])
            # Of SGD, those that did not stay elsewhere.
            near = [float(run["final_error"]) for run in runs if run["outcome"] not in ("stuck", "diverged")]
            middle = median(near)
            deviation = math.sqrt(sum((x - middle) ** 2 for x in near) / len(near))
            yield [name, algorithm, theta, beta, len(runs), len(near), f"{middle:.5g}",
                   f"{1.2533 * deviation / math.sqrt(len(near)):.2g}", f"{what['floorMedian']:.5g}",
                   f"{what['floorRms']:.5g}", f"{what['floorLeadingOrder']:.5g}",
                   f"{middle / what['floorMedian']:.4f}"]


def picture(table):
    """A dot for every setting, with an error bar of two standard errors; simulations side by side."""
    width, height, left, top = 900, 360, 60, 40
    low, high = 0.95, 1.05
    room = (width - left - 20) / len(NAMES)

    def y(ratio):
        return top + (high - min(max(ratio, low), high)) / (high - low) * (height - top - 60)

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
             f'font-size="12">', f'<rect width="{width}" height="{height}" fill="#fff"/>',
             f'<text x="{left}" y="20" font-size="15" font-weight="bold">Measured over expected median floor</text>']
    for i in range(11):
        ratio = low + i * (high - low) / 10
        parts.append(f'<line x1="{left}" x2="{width - 20}" y1="{y(ratio):.1f}" y2="{y(ratio):.1f}" '
                     f'stroke="{"#555" if i == 5 else "#ddd"}"/>')
        parts.append(f'<text x="{left - 8}" y="{y(ratio) + 4:.1f}" text-anchor="end">{ratio:.2f}</text>')
    for i, name in enumerate(NAMES):
        own = [row for row in table if row[0] == name]
        x0 = left + i * room
        parts.append(f'<text x="{x0 + room / 2:.1f}" y="{height - 42}" text-anchor="middle">{name}</text>')
        for j, row in enumerate(own):
            x = x0 + (j + 1) * room / (len(own) + 1)
            ratio, error = float(row[11]), 2 * float(row[7]) / float(row[8])
            colour = COLOURS[row[1]]
            parts.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{y(ratio - error):.1f}" y2="{y(ratio + error):.1f}" '
                         f'stroke="{colour}"/>')
            parts.append(f'<circle cx="{x:.1f}" cy="{y(ratio):.1f}" r="3" fill="{colour}"/>')
    for i, (name, colour) in enumerate((("Neuro-Tron", COLOURS["tron"]), ("SGD, runs that were not stuck",
                                                                        COLOURS["sgd"]))):
        parts.append(f'<circle cx="{left + 6 + 130 * i}" cy="{height - 16}" r="4" fill="{colour}"/>')
        parts.append(f'<text x="{left + 16 + 130 * i}" y="{height - 12}">{name}</text>')
    parts.append(f'<text x="{width - 20}" y="{height - 12}" text-anchor="end">bars: two standard errors</text></svg>\n')
    return "\n".join(parts)


def main():
    neurotron, work, out = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3])
    table = list(rows(neurotron, work))
    with open(out / "floors.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["simulation", "algorithm", "theta", "beta", "runs", "not_stuck", "measured_median",
                         "standard_error", "expected_median", "expected_rms", "leading_order_rms", "ratio"])
        writer.writerows(table)
    (out / "figures").mkdir(exist_ok=True)
    (out / "figures" / "ratio.svg").write_text(picture(table))


main()
