"""Medians over the splits as study.csv, and as a picture, figures/study.svg; prints where fit falls short of the best peer.

    compare.py WORK OUT TABLE ...
"""
import csv
import pathlib
import sys
from statistics import median

KINDS = {"largest": "turned into the largest", "turned": "turned about the mean", "uniform": "moved by up to five deviations"}
SHARES = (0, 10, 20, 30, 40)
LINES = {"fit": ("#0064B0", 3, ""), "hampel:0.5": ("#0064B0", 1.2, "5 3"), "none": ("#0064B0", 1.2, "1 3"),
         "LinearRegression": ("#999", 1.5, ""), "HuberRegressor": ("#DC780C", 1.5, ""),
         "RANSACRegressor": ("#2A8F3A", 1.5, ""), "QuantileRegressor": ("#B03A8C", 1.5, ""),
         "SGDRegressor(huber)": ("#8C6D1F", 1.5, "")}
ENOUGH = 0.02


def read(work, tables):
    cells = {}
    for table in tables:
        for name in ("fit.csv", "peers.csv"):
            with open(work / table / name, newline="") as file:
                for row in csv.DictReader(file):
                    if row["r2"]:
                        key = (table, row["poison"], int(row["share"]), row["method"])
                        cells.setdefault(key, []).append(row)
    return cells


def middle(rows, column):
    numbers = [float(row[column]) for row in rows if row.get(column)]
    return median(numbers) if numbers else None


def at(r2, table, kind, share, method):
    return r2.get((table, kind if share else "none", share, method))


def picture(r2, tables):
    width, height, left, top, gap = 250, 170, 70, 60, 30
    kinds = list(KINDS)
    whole = (left + len(kinds) * (width + gap), top + len(tables) * (height + gap) + 60)
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole[0]} {whole[1]}" font-family="sans-serif" '
             f'font-size="12">', f'<rect width="{whole[0]}" height="{whole[1]}" fill="#fff"/>',
             f'<text x="{left}" y="22" font-size="15" font-weight="bold">R² on true labels not trained on, over the share of '
             f'false training labels in %</text>']
    for row, table in enumerate(tables):
        best = max(r2[key] for key in r2 if key[0] == table)
        low, high = best - 0.6, best + 0.05
        for column, kind in enumerate(kinds):
            x0, y0 = left + column * (width + gap), top + row * (height + gap)
            x = lambda share: x0 + share / 40 * width
            y = lambda value: y0 + (high - max(low, value)) / (high - low) * height
            parts.append(f'<rect x="{x0}" y="{y0}" width="{width}" height="{height}" fill="none" stroke="#ccc"/>')
            if row == 0:
                parts.append(f'<text x="{x0 + width / 2}" y="{y0 - 10}" text-anchor="middle">{KINDS[kind]}</text>')
            for i in range(int(low * 10) - 1, int(high * 10) + 1):
                if low <= i / 10 <= high and i % 2 == 0:
                    parts.append(f'<line x1="{x0}" x2="{x0 + width}" y1="{y(i / 10):.1f}" y2="{y(i / 10):.1f}" '
                                 f'stroke="#eee"/>')
                    if column == 0:
                        parts.append(f'<text x="{x0 - 6}" y="{y(i / 10) + 4:.1f}" text-anchor="end">{i / 10:.1f}</text>')
            for share in SHARES:
                parts.append(f'<text x="{x(share):.1f}" y="{y0 + height + 14}" text-anchor="middle" font-size="10">{share}'
                             f'</text>')
            for method, (colour, thick, dashes) in reversed(LINES.items()):
                points = [(share, at(r2, table, kind, share, method)) for share in SHARES]
                points = [f"{x(share):.1f},{y(value):.1f}" for share, value in points if value is not None]
                if points:
                    parts.append(f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" '
                                 f'stroke-width="{thick}" stroke-dasharray="{dashes}"/>')
        parts.append(f'<text transform="translate(18 {top + row * (height + gap) + height / 2}) rotate(-90)" '
                     f'text-anchor="middle" font-weight="bold">{table}</text>')
    for i, (method, (colour, thick, dashes)) in enumerate(LINES.items()):
        x0, y0 = left + i % 4 * 195, whole[1] - 46 + i // 4 * 20
        parts.append(f'<line x1="{x0}" x2="{x0 + 26}" y1="{y0}" y2="{y0}" stroke="{colour}" stroke-width="{thick}" '
                     f'stroke-dasharray="{dashes}"/><text x="{x0 + 32}" y="{y0 + 4}">{method}</text>')
    parts.append("</svg>\n")
    return "\n".join(parts)


def main():
    work, out, tables = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
    cells = read(work, tables)
    r2 = {key: middle(rows, "r2") for key, rows in cells.items()}
    with open(out / "study.csv", "w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["table", "poison", "share", "method", "splits", "r2_median", "precision_median", "recall_median"])
        for key in sorted(cells):
            rows = cells[key]
            numbers = [middle(rows, column) for column in ("r2", "precision", "recall")]
            writer.writerow([*key, len(rows), *("" if n is None else f"{n:.4g}" for n in numbers)])
    (out / "figures").mkdir(exist_ok=True)
    (out / "figures" / "study.svg").write_text(picture(r2, tables))
    for table, kind, share in sorted({key[:3] for key in r2}):
        here = {key[3]: value for key, value in r2.items() if key[:3] == (table, kind, share)}
        peers = {method: value for method, value in here.items() if method[0].isupper()}
        ours = {method: value for method, value in here.items() if method[0].islower()}
        peer, own = max(peers, key=peers.get), max(ours, key=ours.get)
        print(f"{table:9} {kind:8} {share:2}  fit {here['fit']:6.3f}  best {ours[own]:6.3f} {own:20}  {peers[peer]:6.3f} "
              f"{peer:20}{'' if here['fit'] >= peers[peer] - ENOUGH else '  fit is short'}"
              f"{'' if ours[own] >= peers[peer] - ENOUGH else '  all are short'}")


main()
