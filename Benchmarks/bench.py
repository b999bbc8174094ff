"""Times Palier against the pandas + scikit-learn script on the same rows, in turn, and compares results first.

Data: the folder named by --data or PALIER_DATA (default ../shared/data) with online_retail/online_retail.csv[.gz] and
online_retail/by-day[.tar.gz]; where that is absent, a generated sample of 500,000 lines.
Figures are medians of whole processes; ratios are taken pair by pair.
"""

import argparse
import csv
import gzip
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
PALIER = ROOT / ".build/release/palier"
PEER = ROOT / "Benchmarks/peers/pandas_sklearn.py"
PIPELINE = ROOT / "pipelines/online_retail.json"


def prepare(folder, work):
    """The rows as one file and as day files."""
    whole, days = work / "whole.csv", work / "days"
    source = pathlib.Path(folder) / "online_retail"
    if source.is_dir():
        plain = source / "online_retail.csv"
        opened = open(plain, "rb") if plain.exists() else gzip.open(f"{plain}.gz", "rb")
        with opened as data, open(whole, "wb") as out:
            shutil.copyfileobj(data, out)
        if (source / "by-day").is_dir():
            shutil.copytree(source / "by-day", days)
        else:
            with tarfile.open(source / "by-day.tar.gz") as archive:
                archive.extractall(work, filter="data")
            (work / "by-day").rename(days)
        return whole, days, "UCI Online Retail, 541,909 lines"
    subprocess.run([PALIER, "sample", days, "--lines", "500000", "-q"], check=True, stdout=subprocess.DEVNULL)
    with open(whole, "wb") as out:
        for index, file in enumerate(sorted(days.iterdir())):
            data = file.read_bytes()
            out.write(data if index == 0 else data.split(b"\n", 1)[1])
    return whole, days, "a generated sample of 500,000 lines (real data not found)"


def timed(command):
    """Seconds by the clock, standard output, and seconds of processor time."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=ROOT)
    seconds = time.perf_counter() - start
    if done.returncode != 0:
        sys.exit(f"{command} failed with {done.returncode}:\n{done.stderr[-3000:]}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, done.stdout, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def palier(source, output, *more):
    return timed([PALIER, "run", "-c", PIPELINE, "--source", f"sales={source}", "--output", output,
                  "--progress", "none", "--json", "-q", *more])


def shown(output, name, source):
    command = [PALIER, "show", name, "-c", PIPELINE, "--output", output, "-n", "0", "--json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout)


def compare(output, source, peer):
    """What must be equal before times mean anything: (what, ours, theirs, fine)."""
    figures = shown(output, "summary.figures", source)
    rows = [(f"figures.{key}", figures[key], value, same(figures[key], value))
            for key, value in peer["figures"].items() if key in figures]
    ledger = shown(output, "clean_returns.row_ledger", source)
    for key, value in peer["rows"].items():
        ours = sum(line[key] for line in ledger)
        rows.append((f"rows.{key}", ours, value, ours == value))
    segments = {row["segment"]: row for row in shown(output, "rfm.segments", source)}
    for name, (customers, revenue) in peer["segments"].items():
        ours = (segments.get(name) or {}).get("customers", 0)
        rows.append((f"segment {name}", ours, customers, ours == customers))
    kpis = shown(output, "cohorts.kpis", source)
    for key, value in peer["cohorts"].items():
        rows.append((f"cohorts.{key}", kpis[key], value, same(kpis[key], value)))
    for name, key in (("baskets.rules", "rules"), ("baskets.itemsets", "itemsets"),
                      ("recommendations.customers", "offers"), ("activity.last_lines", "last_lines")):
        ours = len(shown(output, name, source))
        rows.append((name, ours, peer[key], ours == peer[key]))
    rows += compare_evolution(output, source, peer) + compare_value(output, source, peer)
    for name, theirs in peer["exported"].items():
        ours = exported_rows(output, name)
        rows.append((f"exports {name}", ours, theirs, ours == theirs))
    for row in shown(output, "kmeans.k_selection", source):
        theirs = peer["inertia"].get(str(row["k"]))
        if theirs:
            rows.append((f"inertia k={row['k']}", round(row["inertia"], 2), round(theirs, 2),
                         row["inertia"] <= theirs * 1.001))
    return rows


def compare_evolution(output, source, peer):
    """Segments at each instant and between them, concentration, scenarios."""
    rows, moves, share = [], {}, {}
    ours = {f"{row['at_time'][:10]} {row['segment']}": row for row in shown(output, "evolution.segments", source)}
    for key, (customers, revenue, orders) in peer["evolution"].items():
        row = ours.get(key, {})
        found = [row.get("customers"), row.get("revenue"), row.get("period_orders")]
        rows.append((f"evolution {key}", found, [customers, revenue, orders],
                     found[0] == customers and same(float(found[1]), revenue) and found[2] == orders))
    for row in shown(output, "evolution.migrations", source):
        moves[f"{row['to_time'][:10]} {row['from_segment'] or ''} {row['to_segment']}"] = row["customers"]
    rows.append(("evolution.migrations", len(moves), len(peer["migrations"]), moves == peer["migrations"]))
    for row in shown(output, "evolution.concentration", source):
        share[str(row["customer_percent"])] = row["revenue_share"]
    rows.append(("evolution.concentration", len(share), len(peer["concentration"]), share.keys() == peer["concentration"].keys()
                 and all(same(share[key], value) for key, value in peer["concentration"].items())))
    results = {f"{row['scenario']} {row['measure']}": row for row in shown(output, "scenarios.results", source)}
    for key, (baseline, value) in peer["scenarios"].items():
        found = [results[key]["baseline"], results[key]["value"]]
        rows.append((f"scenario {key}", found, [baseline, value], same(found[0], baseline) and same(found[1], value)))
    return rows


def compare_value(output, source, peer):
    """The models of customer value.

    Both maximise the same likelihoods. Where that is flat (few customers ever leave) a and b may differ while nothing
    that follows from them does, so it is the likelihood that is compared; the interval comes from each side's own resamples.
    """
    model, theirs = shown(output, "clv.model", source), peer["clv"]
    spend, totals, fit = model["spend"], model["totals"], model["purchases"]["fit"]
    pairs = [("clv.log_likelihood", fit["log_likelihood"], theirs["log_likelihood"], 1e-7)]
    pairs += [(f"clv.{key}", model["purchases"][key], theirs[key], 1e-4) for key in ("r", "alpha")]
    pairs += [(f"clv.{key}", spend[key], theirs[key], 1e-4) for key in ("p", "q", "v")]
    pairs += [(f"clv.{key}", totals[key], theirs[key], 1e-4)
              for key in ("clv", "expected_purchases_365d", "expected_active_customers")]
    pairs += [(f"clv.{key}", totals[key], theirs[key], 0.06) for key in ("clv_low", "clv_high")]
    pairs.append(("clv.mean_absolute_error", model["calibration"]["mean_absolute_error"], theirs["mean_absolute_error"], 1e-3))
    rows = [(name, one, other, abs(one - other) <= tolerance * abs(other)) for name, one, other, tolerance in pairs]
    for row in shown(output, "clv.calibration", source):
        customers, actual, predicted = peer["calibration"][str(row["repeats"])]
        rows.append((f"calibration {row['repeats']}", [row["customers"], row["actual"], row["predicted"]],
                     [customers, actual, predicted], row["customers"] == customers and row["actual"] == actual
                     and abs(row["predicted"] - predicted) <= 1e-3 * predicted))
    return rows


def exported_rows(output, name):
    """Rows of a csv below exports/."""
    with open(output / "current/exports/files" / f"{name}.csv", encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def stage_seconds(output):
    """How long each stage took, from the manifests."""
    return {path.name: round(json.loads((path / "manifest.json").read_text())["seconds"], 3)
            for path in sorted((output / "current").iterdir()) if (path / "manifest.json").exists()}


def same(ours, theirs):
    if isinstance(theirs, (int, float)) and isinstance(ours, (int, float)):
        return abs(ours - theirs) <= 1e-6 * max(1, abs(theirs))
    return str(ours)[:19] == str(theirs)[:19]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default=os.environ.get("PALIER_DATA", str(ROOT.parent / "shared/data")))
    parser.add_argument("-n", "--runs", type=int, default=5)
    parser.add_argument("--noop-runs", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="palier-bench-") as folder:
        work = pathlib.Path(folder)
        whole, days, what = prepare(options.data, work)
        pairs, processor = [], []
        for index in range(options.runs):
            shutil.rmtree(work / "ours", ignore_errors=True)
            shutil.rmtree(work / "theirs", ignore_errors=True)
            ours, _, ours_processor = palier(whole, work / "ours")
            # Each side chooses k from its own resamples; the study is of the same number of clusters on both.
            chosen = shown(work / "ours", "kmeans.model", whole)["k"]
            theirs, text, theirs_processor = timed(
                [sys.executable, PEER, "--input", whole, "--output", work / "theirs", "--study-k", chosen])
            pairs.append((ours, theirs))
            processor.append((ours_processor, theirs_processor))
            print(f"run {index + 1}: palier {ours:.2f} s ({ours_processor:.2f} s of processor time), peer {theirs:.2f} s "
                  f"({theirs_processor:.2f} s), load {os.getloadavg()[0]:.1f}", file=sys.stderr)
        differences = compare(work / "ours", whole, json.loads(text))
        noop = [palier(whole, work / "ours")[0] for _ in range(options.noop_runs)]
        added, clean = [], []
        last = sorted(days.iterdir())[-1]
        for _ in range(options.runs):
            shutil.rmtree(work / "days-out", ignore_errors=True)
            clean.append(palier(days, work / "days-out")[0])
            shutil.rmtree(work / "days-out", ignore_errors=True)
            held = work / last.name
            last.rename(held)
            palier(days, work / "days-out")
            held.rename(last)
            added.append(palier(days, work / "days-out")[0])
        result = {
            "data": what, "processors": os.cpu_count(),
            "full": statistics.median(ours for ours, _ in pairs), "peer": statistics.median(theirs for _, theirs in pairs),
            "ratio": statistics.median(ours / theirs for ours, theirs in pairs),
            "processor": [statistics.median(one for one, _ in processor), statistics.median(one for _, one in processor)],
            "processor_ratio": statistics.median(ours / theirs for ours, theirs in processor),
            "stages": {"palier": stage_seconds(work / "ours"), "peer": json.loads(text)["seconds"]},
            "load": os.getloadavg(), "noop": statistics.median(noop), "days_full": statistics.median(clean),
            "one_file_added": statistics.median(added),
            "one_file_share": statistics.median(a / c for a, c in zip(added, clean)),
            "differences": [[name, ours, theirs] for name, ours, theirs, fine in differences if not fine],
            "compared": len(differences), "k": [chosen, json.loads(text)["k"]],
        }
    results = ROOT / "Benchmarks/results"
    results.mkdir(exist_ok=True)
    (results / "bench.json").write_text(json.dumps(result, indent=2) + "\n")
    print(f"{what}, {result['processors']} processors, medians of {options.runs} pairs of whole processes\n")
    print("| what | palier | peer | ratio |\n|---|---|---|---|")
    print(f"| full run | {result['full']:.2f} s | {result['peer']:.2f} s | 1/{1 / result['ratio']:.1f} |")
    print(f"| the same in processor time | {result['processor'][0]:.2f} s | {result['processor'][1]:.2f} s | "
          f"1/{1 / result['processor_ratio']:.1f} |")
    print(f"| nothing to do | {result['noop'] * 1000:.0f} ms | {result['peer']:.2f} s | 1/{result['peer'] / result['noop']:.0f} |")
    print(f"| one day file added | {result['one_file_added']:.2f} s | | "
          f"{result['one_file_share'] * 100:.0f} % of a full run on day files ({result['days_full']:.2f} s) |")
    print("\n| stage | palier | peer |\n|---|---|---|")
    for stage, seconds in result["stages"]["palier"].items():
        theirs = result["stages"]["peer"].get(stage)
        print(f"| {stage} | {seconds:.2f} s | {'' if theirs is None else f'{theirs:.2f} s'} |")
    print(f"\n{result['compared']} results compared, {len(result['differences'])} differ")
    print(f"k chosen by the same rule from each side's own resamples: {result['k'][0]} and {result['k'][1]}")
    for name, ours, theirs in result["differences"]:
        print(f"  {name}: palier {ours}, peer {theirs}")
    return 1 if result["differences"] else 0


if __name__ == "__main__":
    sys.exit(main())
