"""What runs did beside what theory expects of each on its own problem, as tables and pictures.

    compare.py floors WORK OUT              floors.csv and figures/ratio.svg
    compare.py eta WORK OUT                 eta.csv, eta-share.csv and figures/eta.svg
    compare.py probability WORK OUT PHASE   probability.csv, phase.csv and figures/probability.svg; PHASE: results/phase

WORK has the sweeps and, as NAME.expected.csv, what Expected.java says of them, as results/sharp/run leaves it.
"""
import csv
import math
import pathlib
import sys
from statistics import mean, median, quantiles, stdev

SIMULATIONS = [f"sim0{i}" for i in range(1, 9)] + ["q-assist-1", "q-assist-10"]
COLOURS = {"tron": "#0064B0", "sgd": "#DC780C"}
WORDS = {"tron": "Neuro-Tron", "sgd": "SGD"}


def read(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def write(path, header, table):
    with open(path, "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(table)


def key(row):
    return row["algorithm"], float(row["theta"]), float(row["beta"]), float(row["eta"])


class Run:
    """One run: how it ended, and what was expected of it."""

    def __init__(self, row, what):
        self.replicate = int(row["replicate"])
        self.error = float(row["final_error"])
        # Projected ones end where squares overflow, at 1e153 or so, and count as stuck there.
        grown = self.error > 10 * float(row["initial_error"])
        self.outcome = "diverged" if grown else row["outcome"]
        self.what = {name: float(value) for name, value in what.items() if name != "algorithm"}
        # Of SGD, those that did not stay elsewhere.
        self.near = self.outcome not in ("stuck", "diverged")
        self.stable = math.isfinite(self.what["median"])

    @property
    def quotient(self):
        return self.error / self.what["median"]


def sweep(work, name):
    """The runs of every setting."""
    what = {(*key(row), int(row["replicate"])): row for row in read(work / f"{name}.expected.csv")}
    settings = {}
    for row in read(work / name / "runs.csv"):
        settings.setdefault(key(row), []).append(Run(row, what[(*key(row), int(row["replicate"]))]))
    return settings


def middle(numbers):
    """Median and its standard error, which a few that are far away do not change."""
    if len(numbers) < 2:
        return (numbers or [math.nan])[0], math.nan
    cuts = quantiles(numbers, n=44)
    # 7/44 and 37/44 are a standard deviation from the middle, of a normal law.
    return median(numbers), 1.2533 * (cuts[36] - cuts[6]) / 2 / math.sqrt(len(numbers))


def number(x, digits=5):
    return f"{x:.{digits}g}" if math.isfinite(x) else ""


class Picture:
    """An SVG with one panel: numbers in its axes' units are turned into places."""

    def __init__(self, title, width, height, x, y, left=70, right=20, top=44, bottom=60, x_log=False, y_log=False):
        self.width, self.height, self.left, self.right, self.top, self.bottom = width, height, left, right, top, bottom
        self.x_range, self.y_range, self.x_log, self.y_log = x, y, x_log, y_log
        self.parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
                      f'font-family="sans-serif" font-size="13">',
                      f'<rect width="{width}" height="{height}" fill="#fff"/>']
        self.text(left, 20, title, size=16, weight="bold", place=True)

    @staticmethod
    def share(value, limits, log):
        low, high = limits
        return math.log(value / low) / math.log(high / low) if log else (value - low) / (high - low)

    def x(self, value):
        return self.left + self.share(value, self.x_range, self.x_log) * (self.width - self.left - self.right)

    def y(self, value):
        low, high = self.y_range
        inside = min(max(value, low), high)
        return self.height - self.bottom - self.share(inside, self.y_range, self.y_log) * (
            self.height - self.top - self.bottom)

    def text(self, x, y, words, anchor="start", size=13, colour="#222", weight="normal", place=False):
        if not place:
            x, y = self.x(x), self.y(y)
        self.parts.append(f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}" '
                          f'font-weight="{weight}">{words}</text>')

    def line(self, points, colour, width=1.0, dash=""):
        places = " ".join(f"{self.x(x):.1f},{self.y(y):.1f}" for x, y in points)
        dashes = f' stroke-dasharray="{dash}"' if dash else ""
        self.parts.append(f'<polyline points="{places}" fill="none" stroke="{colour}" stroke-width="{width}"{dashes}/>')

    def area(self, x, y, colour):
        (x0, x1), (y0, y1) = x, y
        self.parts.append(f'<rect x="{self.x(x0):.1f}" y="{self.y(y1):.1f}" width="{self.x(x1) - self.x(x0):.1f}" '
                          f'height="{self.y(y0) - self.y(y1):.1f}" fill="{colour}"/>')

    def dot(self, x, y, colour):
        self.circle(self.x(x), self.y(y), 3.2, colour)

    def circle(self, x, y, radius, colour):
        self.parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}"/>')

    def legend(self, entries):
        x = self.left
        for colour, words in entries:
            self.circle(x + 5, self.height - 14, 4, colour)
            self.text(x + 15, self.height - 10, words, place=True)
            x += 30 + 7.2 * len(words)

    def grid(self, numbers, words="{:g}"):
        for y in numbers:
            self.line([(self.x_range[0], y), (self.x_range[1], y)], "#333" if y == 1 else "#ddd")
            self.text(self.left - 8, self.y(y) + 4, words.format(y), "end", place=True)

    def ticks(self, numbers):
        for x in numbers:
            self.line([(x, self.y_range[0]), (x, self.y_range[1])], "#eee")
            self.text(self.x(x), self.height - self.bottom + 18, f"{x:g}", "middle", place=True)

    def save(self, path):
        path.parent.mkdir(exist_ok=True)
        path.write_text("\n".join(self.parts) + "\n</svg>\n")


def floors(work, out):
    table = []
    for name in SIMULATIONS:
        for (algorithm, theta, beta, _), runs in sweep(work, name).items():
            near = [run for run in runs if run.near]
            # Runs whose expected floor is known: of an unstable one there is none.
            known = [run for run in near if run.stable]
            ratio, error = middle([run.quotient for run in known])
            stable = [run.what for run in runs if run.stable]
            note = "" if near else "diverges, as expected" if not stable else "diverges although it should not"
            table.append([name, algorithm, f"{theta:g}", f"{beta:g}", len(runs), len(stable), len(near), len(known),
                          *(number(median(values)) if values else "" for values in (
                              [run.error for run in known], [run.what["median"] for run in known],
                              [run.what["rms"] for run in known], [run.what["leading_order"] for run in known])),
                          number(ratio, 4), number(error, 2), note])
    write(out / "floors.csv", ["simulation", "algorithm", "theta", "beta", "runs", "stable", "not_stuck", "compared",
                               "measured_median", "expected_median", "expected_rms", "leading_order_rms", "ratio",
                               "standard_error", "note"], table)
    ratios(table).save(out / "figures" / "ratio.svg")


def ratios(table):
    low, high = 0.86, 1.02
    picture = Picture("Measured over expected floor", 1100, 460, (0, len(SIMULATIONS)), (low, high), bottom=88)
    picture.area(picture.x_range, (0.99, 1.01), "#e4f0dc")
    picture.grid([low + 0.02 * i for i in range(9)], "{:.2f}")
    picture.line([(0, 1), (len(SIMULATIONS), 1)], "#333")
    for i, name in enumerate(SIMULATIONS):
        own = [row for row in table if row[0] == name]
        # Of theta and beta, one varies.
        column = 3 if len({row[2] for row in own}) == 1 else 2
        values = sorted({row[column] for row in own}, key=float)
        centre = picture.x(i + 0.5)
        picture.text(centre, picture.height - 66, name, "middle", weight="bold", place=True)
        picture.text(centre, picture.height - 50, f"{'θβ'[column - 2]} {values[0]} … {values[-1]}", "middle", 11,
                     place=True)
        if i:
            picture.line([(i, low), (i, high)], "#bbb")
        for row in own:
            x = i + (values.index(row[column]) + 0.85 + 0.3 * (row[1] == "sgd")) / (len(values) + 1)
            colour = COLOURS[row[1]]
            if row[12]:
                ratio, error = float(row[12]), 2 * float(row[13] or 0)
                picture.line([(x, ratio - error), (x, ratio + error)], colour)
                picture.dot(x, ratio, colour)
            else:
                for j, words in enumerate(f"SGD {row[14]}".split(", ")):
                    picture.text(centre, picture.y(low) - 30 + 14 * j, words, "middle", 11, colour, place=True)
    picture.legend([(COLOURS["tron"], "Neuro-Tron"), (COLOURS["sgd"], "SGD, of the runs that were not stuck")])
    picture.text(picture.width - 20, picture.height - 10, "bars: two standard errors; green: within 1 %", "end",
                 place=True)
    return picture


def eta(work, out):
    table = []
    everything = []
    for (_, _, _, rate), runs in sweep(work, "eta").items():
        near = [run for run in runs if run.near]
        known = [run for run in near if run.stable]
        ratio, error = middle([run.quotient for run in known])
        cuts = quantiles([run.error for run in runs], n=20)
        table.append([f"{rate:g}", len(runs), sum(run.stable for run in runs),
                      *(sum(run.outcome == outcome for run in runs) for outcome in
                        ("recovered", "undecided", "stuck", "diverged")),
                      *map(number, (cuts[0], median([run.error for run in runs]), cuts[18],
                                    median([run.what["median"] for run in runs]))), number(ratio, 4), number(error, 2)])
        everything += [(rate / run.what["largest_eta"], run) for run in runs]
    write(out / "eta.csv", ["eta", "runs", "stable", "recovered", "undecided", "stuck", "diverged", "measured_q05",
                            "measured_median", "measured_q95", "expected_median", "ratio", "standard_error"], table)
    shares = []
    for low, high in SHARES:
        own = [run for share, run in everything if low <= share < high]
        ratio, error = middle([run.quotient for run in own if run.near and run.stable])
        shares.append([f"{low:g}", f"{high:g}", len(own), sum(run.outcome == "diverged" for run in own),
                       sum(run.outcome == "stuck" for run in own), number(ratio, 4), number(error, 2)])
    write(out / "eta-share.csv", ["from", "to", "runs", "diverged", "stuck", "ratio", "standard_error"], shares)
    largest = sorted({(run.replicate, run.what["largest_eta"]) for _, run in everything}, key=lambda pair: pair[1])
    rates(table, [value for _, value in largest]).save(out / "figures" / "eta.svg")


# Of the largest learning rate of a run's own problem.
SHARES = [(0, 0.1), (0.1, 0.25), (0.25, 0.4), (0.4, 0.6), (0.6, 0.74), (0.74, 0.82), (0.82, 0.9), (0.9, 0.95),
          (0.95, 1), (1, 1.05), (1.05, 1.1), (1.1, 1.15), (1.15, 1.25), (1.25, 2)]


def rates(table, largest):
    low, high = 5e-4, 1
    picture = Picture("Where Neuro-Tron levels off over the learning rate: sim01, θ = 0.25, β = 0.5", 1000, 470,
                      (0, 4.2e-3), (low, high), y_log=True)
    picture.area((largest[0], largest[-1]), picture.y_range, "#f3e3e3")
    picture.grid([1e-3, 1e-2, 1e-1, 1])
    picture.ticks([0.001 * i for i in range(5)])
    at = median(largest)
    picture.line([(at, low), (at, high)], "#a33", 1.5)
    for row, words in enumerate((f"largest stable η: {largest[0]:.3g} to {largest[-1]:.3g}",
                                 f"depending on the problem that is drawn; line: the median, {at:.3g}")):
        picture.text(picture.x(largest[0]) - 8, picture.top + 40 + 18 * row, words, "end", colour="#a33", place=True)
    colour = COLOURS["tron"]
    picture.line([(float(row[0]), float(row[10])) for row in table if row[10]], "#222", 1.5)
    for row in table:
        x = float(row[0])
        if row[8] and float(row[8]) < high:
            picture.line([(x, float(row[7])), (x, float(row[9] or high))], colour, 1.5)
            picture.dot(x, float(row[8]), colour)
        if int(row[6]):
            picture.text(picture.x(x), picture.y(high) - 6, f"{100 * int(row[6]) / row[1]:.0f} %", "middle", 11, colour,
                         place=True)
    picture.text(picture.x(2.9e-3), picture.y(high) - 6, "diverged:", "end", 11, colour, place=True)
    picture.text(picture.x(2.1e-3), picture.height - 28, "η", "middle", place=True)
    picture.legend([(colour, "measured: median of 200 runs, 5 to 95 %"),
                    ("#222", "line: expected, median of the same 200 problems")])
    return picture


def power(numbers):
    """The exponent of β in measured numbers: the slope in logarithms, by least squares."""
    x = [math.log(beta) for beta in numbers]
    y = [math.log(value) for value in numbers.values()]
    centre = mean(x)
    return sum((a - centre) * b for a, b in zip(x, y)) / sum((a - centre) ** 2 for a in x)


def probability(work, out, phase):
    many = sweep(work, "beta")
    table = []
    dots = {}
    for (algorithm, theta, beta, _), runs in many.items():
        near = [run for run in runs if run.near]
        ratio, error = middle([run.quotient for run in near])
        leading = near[0].what["leading_order"]
        table.append([algorithm, f"{theta:g}", f"{beta:g}", len(near), *(number(median(values)) for values in (
            [run.error for run in near], [run.what["median"] for run in near])), number(leading), number(ratio, 4),
            number(error, 2)])
        dots.setdefault(algorithm, []).append((beta, ratio, error))
    write(out / "probability.csv", ["algorithm", "theta", "beta", "not_stuck", "measured_median", "expected_median",
                                    "leading_order_rms", "ratio", "standard_error"], table)
    cells, rows = phase_cells(work, phase, many)
    write(out / "phase.csv", ["algorithm", "theta", "beta", "measured", "expected", "ratio"], rows)
    for algorithm in COLOURS:
        own = {name: runs for name, runs in many.items() if name[0] == algorithm}
        exponents = []
        for replicate in range(len(next(iter(own.values())))):
            line = {name[2]: run for name, runs in own.items() for run in runs if run.replicate == replicate}
            if all(run.near for run in line.values()):
                exponents.append(power({beta: run.error for beta, run in line.items()}))
        expected = power({name[2]: median([run.what["median"] for run in runs]) for name, runs in own.items()})
        five = power({beta: mean([m / theta for (a, theta, b), (m, _) in cells.items() if a == algorithm and b == beta])
                      for beta in sorted({name[2] for name in cells})})
        centre = mean(exponents or [math.nan])
        spread = stdev(exponents) if len(exponents) > 1 else math.nan
        print(f"{WORDS[algorithm]}: exponent expected {expected:.4f}; {len(exponents)} problems {centre:.4f} "
              f"± {spread / math.sqrt(len(exponents) or 1):.4f}, of one {spread:.4f}, of the mean of five "
              f"{spread / math.sqrt(5):.4f}; results/phase {five:.4f}")
    probabilities(dots, cells).save(out / "figures" / "probability.svg")


def phase_cells(work, phase, many):
    """Mean of the five runs of each cell of results/phase, and of what is expected of them; without one that is stuck."""
    # A replicate has the same problem in all sweeps.
    stuck = {algorithm: {run.replicate for name, runs in many.items() for run in runs
                         if name[0] == algorithm and not run.near and run.replicate < 5} for algorithm in COLOURS}
    for algorithm, replicates in stuck.items():
        if len(replicates) > 1:
            raise ValueError(f"{len(replicates)} of five runs of {algorithm} are stuck")
    expected = {}
    for row in read(work / "phase.expected.csv"):
        if int(row["replicate"]) not in stuck[row["algorithm"]]:
            expected.setdefault(key(row)[:3], []).append(float(row["median"]))
    cells, rows = {}, []
    for row in read(pathlib.Path(phase) / "summary.csv"):
        cell = key(row)[:3]
        # The summary has the mean of all and the largest, which is that of the one.
        away = len(stuck[cell[0]])
        measured = (5 * float(row["final_mean"]) - away * float(row["final_max"])) / (5 - away)
        what = mean(expected[cell])
        cells[cell] = measured, what
        rows.append([cell[0], f"{cell[1]:g}", f"{cell[2]:g}", number(measured, 4), number(what, 4),
                     f"{measured / what:.4f}"])
    return cells, rows


def probabilities(dots, cells):
    picture = Picture("Measured over expected floor, by the probability of attack", 1000, 420, (0.009, 1.1),
                      (0.94, 1.04), x_log=True)
    picture.area(picture.x_range, (0.99, 1.01), "#eef5ea")
    picture.grid([0.94 + 0.02 * i for i in range(6)], "{:.2f}")
    picture.ticks([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1])
    picture.text(picture.width / 2, picture.height - 28, "β", "middle", place=True)
    for algorithm, colour in COLOURS.items():
        lines = {}
        for (name, _, beta), (measured, what) in cells.items():
            if name == algorithm:
                lines.setdefault(beta, []).append(measured / what)
        picture.line([(beta, median(lines[beta])) for beta in sorted(lines)], colour, 1, "4 3")
        for x, y, error in dots[algorithm]:
            x *= 1.01 if algorithm == "sgd" else 0.99
            picture.line([(x, y - 2 * error), (x, y + 2 * error)], colour)
            picture.dot(x, y, colour)
    picture.legend([(COLOURS["tron"], "Neuro-Tron"), (COLOURS["sgd"], "SGD")])
    picture.text(980, picture.height - 10, "dots: 200 problems, bars two standard errors; dashed: the five problems of "
                 "results/phase", "end", place=True)
    return picture


def main():
    what, work, out, *rest = sys.argv[1:]
    {"floors": floors, "eta": eta, "probability": probability}[what](pathlib.Path(work), pathlib.Path(out), *rest)


main()
