"""Draws how agreement falls with the age of a model, from what a study has published; standard library alone.

    palier show stability.path -c PIPELINE --output OUT -n 0 --json > path.json
    python docs/studies/chart.py path.json "Olist" > docs/studies/olist.svg
"""

import json
import statistics
import sys

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 760, 400, 56, 20, 44, 48
THRESHOLD = 0.8
INK, GREY, BLUE, BAND, RED, GREEN = "#1f2933", "#9aa5b1", "#1f6feb", "#cfe0fc", "#c0392b", "#2d8659"


def percentile(values, share):
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = int(place)
    return ordered[low] + (place - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])


def main():
    rows = [row for row in json.load(open(sys.argv[1])) if row["strategy"] == "never" and row["ari"] is not None]
    by_age = {}
    for row in rows:
        by_age.setdefault(row["horizon_steps"], []).append(row)
    ages = sorted(by_age)
    series = {
        "p10": [percentile([r["ari"] for r in by_age[age]], 0.1) for age in ages],
        "median": [statistics.median(r["ari"] for r in by_age[age]) for age in ages],
        "top": [max(r["ari"] for r in by_age[age]) for age in ages],
        "seeds": [statistics.median(r["noise_ari"] for r in by_age[age]) for age in ages],
        "resampled": [statistics.median(r["resampled_ari"] for r in by_age[age]) for age in ages],
    }
    lowest = min(0.6, min(series["p10"]) - 0.05)

    def x(age):
        return LEFT + (WIDTH - LEFT - RIGHT) * (age - ages[0]) / max(ages[-1] - ages[0], 1)

    def y(value):
        return TOP + (HEIGHT - TOP - BOTTOM) * (1 - value) / (1 - lowest)

    def line(name, colour, width=2, dash=""):
        points = " ".join(f"{x(a):.1f},{y(v):.1f}" for a, v in zip(ages, series[name]))
        return f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width}" stroke-dasharray="{dash}"/>'

    def text(px, py, words, anchor="start", colour=INK, size=13):
        return f'<text x="{px:.1f}" y="{py:.1f}" text-anchor="{anchor}" fill="{colour}" font-size="{size}">{words}</text>'

    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" role="img" '
             f'aria-label="{sys.argv[2]}: agreement by age of the model">',
             f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
             text(LEFT, 22, f"{sys.argv[2]}: agreement (ARI) with a fresh refit, by age of the model", size=15)]
    tick = lowest - lowest % 0.1 + 0.1
    while tick <= 1.0001:
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(tick):.1f}" y2="{y(tick):.1f}" stroke="#e4e7eb"/>')
        parts.append(text(LEFT - 8, y(tick) + 4, f"{tick:.1f}", "end", GREY))
        tick += 0.1
    for age in ages:
        parts.append(text(x(age), HEIGHT - BOTTOM + 18, str(age), "middle", GREY))
    parts.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 10, "months since the fit", "middle", GREY))
    band = [f"{x(a):.1f},{y(v):.1f}" for a, v in zip(ages, series["top"])]
    band += [f"{x(a):.1f},{y(v):.1f}" for a, v in reversed(list(zip(ages, series["p10"])))]
    parts.append(f'<polygon points="{" ".join(band)}" fill="{BAND}" opacity="0.7"/>')
    parts.append(line("seeds", GREY, 1.5, "2 3"))
    parts.append(line("resampled", GREEN, 1.5, "6 4"))
    parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(THRESHOLD):.1f}" y2="{y(THRESHOLD):.1f}" stroke="{RED}" stroke-dasharray="4 4"/>')
    parts.append(line("p10", BLUE, 1.2))
    parts.append(line("median", BLUE, 2.5))
    for place, (words, colour) in enumerate((
            ("median of the origins (10th percentile to best: band)", BLUE), ("threshold", RED),
            ("refits with other seeds", GREY), ("refits on resampled customers", GREEN))):
        px = LEFT + 8 + (place % 2) * 350
        py = HEIGHT - BOTTOM - 26 + (place // 2) * 17
        parts.append(f'<line x1="{px}" x2="{px + 22}" y1="{py - 4}" y2="{py - 4}" stroke="{colour}" stroke-width="2.5"/>')
        parts.append(text(px + 28, py, words, size=12))
    print("\n".join(parts + ["</svg>"]))


if __name__ == "__main__":
    main()
