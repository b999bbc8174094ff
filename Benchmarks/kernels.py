"""Times single kernels against the usual libraries, in turn, after their results are found equal.

    python kernels.py [--only NAME ...] [-n PAIRS]

Data: the folder named by --data or PALIER_DATA with online_retail/, olist/ and cdnow/ below it; a kernel whose data are
absent is left out, with a word. Both sides run in processes that stay warm; what is timed is the call alone, except
where a line says "whole process". Figures are medians, ratios are taken pair by pair, by the clock and by processor time: where
a machine is shared, the clock tells of its neighbours too.
"""

import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
import pandas as pd
from joblib import Parallel, delayed
from lifetimes import BetaGeoFitter
from sklearn.cluster import KMeans
from sklearn.metrics import (
    adjusted_rand_score, calinski_harabasz_score, davies_bouldin_score, pairwise_distances, silhouette_samples,
    silhouette_score)
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

ROOT = pathlib.Path(__file__).resolve().parent.parent
PALIER = ROOT / ".build/release/palier"
KERNELS = ROOT / ".build/release/kernels"
PEERS = ROOT / "Benchmarks/peers"
THREADS = os.cpu_count()
SEED = 42


class Ours:
    """The Swift side: a process that stays warm."""

    def __init__(self):
        self.process = subprocess.Popen([KERNELS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __call__(self, *words):
        before = self.processor()
        print(*words, file=self.process.stdin, flush=True)
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer:
            sys.exit(f"{words}: {answer['error']}")
        answer["processor"] = self.processor() - before
        return answer

    def processor(self):
        """Processor seconds of all its threads so far."""
        tasks = pathlib.Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e9

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Bench:
    def __init__(self, data, work, pairs):
        self.data, self.work, self.pairs = pathlib.Path(data), pathlib.Path(work), pairs
        self.ours = Ours()
        self.rows = []

    def write(self, name, array):
        path = self.work / name
        np.ascontiguousarray(array).tofile(path)
        return path

    def add(self, name, bar, pairs, note):
        """Pairs of ((clock, processor) of ours, (clock, processor) of theirs)."""
        row = {"name": name, "bar": bar, "note": note, "pairs": len(pairs)}
        for place, kind in enumerate(("clock", "processor")):
            known = [(ours[place], theirs[place]) for ours, theirs in pairs if ours[place] and theirs[place]]
            if known:
                row[kind] = {
                    "palier": statistics.median(ours for ours, _ in known),
                    "peer": statistics.median(theirs for _, theirs in known),
                    "ratio": statistics.median(theirs / ours for ours, theirs in known)}
        self.rows.append(row)
        print("; ".join([name] + [f"{kind}: {one['palier'] * 1000:.1f} ms and {one['peer'] * 1000:.1f} ms, 1/{one['ratio']:.1f}"
              for kind, one in row.items() if isinstance(one, dict)] + [f"bar 1/{bar}", note]), flush=True)

    def palier(self, pipeline, source, output, *more):
        command = [PALIER, "run", "-c", ROOT / f"pipelines/{pipeline}.json", "--source", f"sales={source}",
                   "--output", output, "--progress", "none", "-q", *more]
        return timed_process(command)[:2]


def timed(work):
    """((clock, processor), value) of work in this process."""
    start, used = time.perf_counter(), time.process_time()
    value = work()
    return (time.perf_counter() - start, time.process_time() - used), value


def timed_process(command):
    """(clock, processor, standard output) of a process and those that it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    done = subprocess.run([str(one) for one in command], check=True, cwd=ROOT, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def customer_like(rows, columns, seed):
    """Points without gaps, as customers' recency, frequency and amount are: correlated, skewed, standardised."""
    generator = np.random.default_rng(seed)
    base = generator.gamma(2.0, 1.0, (rows, 1))
    values = np.log1p(base * generator.gamma(1.5, 1.0, (rows, columns)))
    return StandardScaler().fit_transform(values)


def blobs(rows, columns, groups, seed):
    generator = np.random.default_rng(seed)
    centres = generator.uniform(-6, 6, (groups, columns))
    return centres[generator.integers(0, groups, rows)] + generator.normal(0, 1, (rows, columns))


def kmeans_fit(bench):
    """One fit of a million points: one start each, so what differs is the start; inertias are told."""
    for name, points in (("no gaps", customer_like(1_000_000, 3, 1)), ("eight groups", blobs(1_000_000, 3, 8, 2))):
        path = bench.write("points", points) if name == "no gaps" else bench.write("groups", points)
        labels = bench.work / "labels"
        pairs, agreements, inertias = [], [], []
        for seed in range(bench.pairs + 1):
            ours = bench.ours("kmeans", path, 3, 8, 1, 1, seed, THREADS, labels)
            seconds, theirs = timed(lambda: KMeans(8, n_init=1, random_state=seed).fit(points))
            agreements.append(adjusted_rand_score(theirs.labels_, np.fromfile(labels, dtype=np.int32)))
            inertias.append(ours["inertia"] / theirs.inertia_)
            if seed:
                pairs.append(((ours["seconds"], ours["processor"]), seconds))
        bench.add(f"KMeans, 1,000,000 × 3, k = 8, one start ({name})", 10, pairs,
                  f"inertia over theirs {min(inertias):.4f} to {max(inertias):.4f}, median agreement (ARI) {statistics.median(agreements):.3f}")


def retail_points(bench):
    output = bench.work / "retail"
    source = bench.data / "online_retail/online_retail.csv"
    if not source.exists():
        return None, None
    if not output.exists():
        bench.palier("online_retail", source, output)
    customers = pd.read_parquet(output / "current/features/customers.parquet").sort_values("customer_id")
    values = customers[["recency_days", "frequency", "monetary"]].to_numpy(dtype=float)
    return output, StandardScaler().fit_transform(np.log1p(values))


def k_scan(bench):
    """k = 2 … 10, ten starts each, on the customers of Online Retail; with the three indices of each k beside it."""
    _, points = retail_points(bench)
    if points is None:
        return print("k scan: left out, no online_retail/online_retail.csv", file=sys.stderr)
    path, ks = bench.write("retail-points", points), range(2, 11)
    fits, plain, whole = [], [], []
    with threadpool_limits(1), Parallel(n_jobs=THREADS, backend="threading") as workers:
        for turn in range(bench.pairs + 1):
            ours = bench.ours("scan", path, 3, 2, 10, 10, SEED, THREADS)
            mine = (ours["seconds"], ours["fits_processor"])
            seconds, models = timed(lambda: workers(
                delayed(lambda k: KMeans(k, n_init=10, random_state=SEED).fit(points))(k) for k in ks))
            with threadpool_limits(THREADS):
                alone, _ = timed(lambda: [KMeans(k, n_init=10, random_state=SEED).fit(points) for k in ks])
            if turn:
                fits.append((mine, seconds))
                plain.append((mine, alone))

            def indices():
                near = pairwise_distances(points, n_jobs=1)
                return workers(delayed(lambda model: (
                    silhouette_samples(near, model.labels_, metric="precomputed").mean(),
                    davies_bouldin_score(points, model.labels_), calinski_harabasz_score(points, model.labels_)))(model) for model in models)
            more, found = timed(indices)
            if turn:
                whole.append(((ours["seconds"] + ours["index_seconds"], ours["processor"]), (seconds[0] + more[0], seconds[1] + more[1])))
    worst = max(one / other.inertia_ for one, other in zip(ours["inertia"], models))
    assert worst <= 1.005, f"inertia over theirs {worst}"
    same = sum(abs(one - other[0]) < 1e-3 for one, other in zip(ours["silhouette"], found))
    note = f"{len(points):,} customers, inertia over theirs at most {worst:.6f}, silhouettes equal to .001 for {same} of {len(ks)} k"
    bench.add("k scan 2 … 10, ten starts each, Online Retail", 15, plain, note)
    bench.add("the same, scikit-learn with a thread a fit and a fit a processor", 15, fits, note)
    bench.add("the same scan with silhouette, Davies-Bouldin, Calinski-Harabasz", 15, whole, note)


def silhouette(bench):
    points = customer_like(20_000, 4, 3)
    labels = KMeans(6, n_init=1, random_state=0).fit(points).labels_.astype(np.int32)
    path, names, pairs = bench.write("sil", points), bench.write("sil-labels", labels), []
    for turn in range(bench.pairs + 1):
        ours = bench.ours("silhouette", path, 4, names, THREADS)
        seconds, theirs = timed(lambda: silhouette_score(points, labels, n_jobs=THREADS))
        assert abs(ours["silhouette"] - theirs) < 1e-9, (ours, theirs)
        if turn:
            pairs.append(((ours["seconds"], ours["processor"]), seconds))
    bench.add("silhouette, exact, 20,000 × 4", 5, pairs, f"{theirs:.9f} on both sides")


def cdnow(bench):
    """BG/NBD on the 1/10 sample of CDNOW, weeks, calibration to 1997-09-30."""
    path = bench.data / "cdnow/CDNOW_sample.txt"
    if not path.exists():
        return print("BG/NBD: left out, no cdnow/CDNOW_sample.txt", file=sys.stderr)
    lines = pd.read_csv(path, sep=r"\s+", header=None, names=["master", "id", "date", "count", "value"])
    lines["date"] = pd.to_datetime(lines["date"], format="%Y%m%d")
    end = pd.Timestamp("1997-09-30")
    days = lines[lines["date"] <= end].drop_duplicates(["id", "date"]).groupby("id")["date"].agg(["min", "max", "size"])
    histories = np.column_stack([
        days["size"] - 1, (days["max"] - days["min"]).dt.days / 7, (end - days["min"]).dt.days / 7]).astype(float)
    file, pairs = bench.write("cdnow", histories), []
    for turn in range(4 * bench.pairs + 1):
        ours = bench.ours("bgnbd", file, THREADS)
        seconds, theirs = timed(lambda: BetaGeoFitter().fit(*histories.T))
        if turn:
            pairs.append(((ours["seconds"], ours["processor"]), seconds))
    for name in ("r", "alpha", "a", "b"):
        assert abs(ours[name] - theirs.params_[name]) < 1e-4 * theirs.params_[name], (name, ours, theirs.params_)
    bench.add("BG/NBD fitted on CDNOW, 2,357 customers", 20, pairs,
              f"r {ours['r']:.6f}, α {ours['alpha']:.6f}, a {ours['a']:.6f}, b {ours['b']:.6f}; five starts against one")


def itemsets(bench):
    """Rules of Online Retail: a whole process against the peer's function alone."""
    output, _ = retail_points(bench)
    if output is None:
        return print("itemsets: left out, no online_retail/online_retail.csv", file=sys.stderr)
    pairs, stages = [], []
    for _ in range(bench.pairs):
        ours = bench.palier("online_retail", bench.data / "online_retail/online_retail.csv", output, "-s", "baskets", "-f", "baskets")
        found = json.loads(timed_process([sys.executable, PEERS / "mlxtend_baskets.py", output])[2].splitlines()[-1])
        pairs.append((ours, (found["seconds"], found["processor"])))
        stages.append(((found["stage_seconds"], None), (found["seconds"], None)))
    note = f"{found['itemsets']:,} itemsets, {found['rules']:,} rules, all six metrics equal to {found['worst']:.0e}"
    bench.add("rules of Online Retail, support .01 (whole process against mlxtend's calls)", 20, pairs, note)
    bench.add("rules of Online Retail, the stage alone", 20, stages, note)


def stability(bench):
    """The study on Olist: monthly steps, four origins, ten starts; whole processes, from the same cleaned lines."""
    source = bench.data / "olist"
    if not source.is_dir():
        return print("stability: left out, no olist/", file=sys.stderr)
    output, pairs, stages = bench.work / "olist", [], []
    settings = ["--set", "stability.restarts=10"]
    bench.palier("olist", source, output, *settings)
    for _ in range(max(1, bench.pairs // 3)):
        ours = bench.palier("olist", source, output, "-s", "stability", "-f", "stability", *settings)
        seconds, processor, text = timed_process([sys.executable, PEERS / "stability_study.py", output])
        found = json.loads(text.splitlines()[-1])
        pairs.append((ours, (seconds, processor)))
        stages.append(((found["stage_seconds"], None), (found["seconds"], None)))
    bench.add("stability study on Olist (whole processes)", 10, pairs, found["note"])
    bench.add("stability study on Olist, the stage alone", 10, stages, found["note"])


KERNEL_NAMES = {"kmeans": kmeans_fit, "scan": k_scan, "silhouette": silhouette, "bgnbd": cdnow, "itemsets": itemsets,
                "stability": stability}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default=os.environ.get("PALIER_DATA", str(ROOT.parent / "shared/data")))
    parser.add_argument("-n", "--pairs", type=int, default=5)
    parser.add_argument("--only", nargs="+", choices=KERNEL_NAMES, default=list(KERNEL_NAMES))
    options = parser.parse_args()
    warnings.filterwarnings("ignore")
    with tempfile.TemporaryDirectory(prefix="palier-kernels-") as work:
        bench = Bench(options.data, work, options.pairs)
        for name in options.only:
            KERNEL_NAMES[name](bench)
        bench.ours.close()
    results = ROOT / "Benchmarks/results"
    results.mkdir(exist_ok=True)
    (results / "kernels.json").write_text(json.dumps(bench.rows, indent=2) + "\n")
    print(f"\n{THREADS} processors, medians; load {os.getloadavg()[0]:.1f}\n")
    print("| what | palier | peer | ratio by the clock | by processor time | bar |\n|---|---|---|---|---|---|")
    for row in bench.rows:
        clock, processor = row["clock"], row.get("processor")
        print(f"| {row['name']} | {clock['palier'] * 1000:,.1f} ms | {clock['peer'] * 1000:,.1f} ms | 1/{clock['ratio']:.1f} | "
              f"{'1/%.1f' % processor['ratio'] if processor else ''} | 1/{row['bar']} |")


if __name__ == "__main__":
    main()
