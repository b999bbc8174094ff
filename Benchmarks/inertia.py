"""Compares the inertia of KMeans with the best that scikit-learn finds with as many restarts, on real and made points.

    python inertia.py [--only NAME ...] [-n SEEDS] [--fresh]

Points: Iris; recency, frequency and monetary value of the customers of Online Retail, Online Retail II, Olist and
CDNOW (log1p, standardised), where the folder named by --data or PALIER_DATA holds them; made ones of 2 to 16
dimensions, of few to very many points: groups apart and overlapping, even noise, heavy tails, skewed customers. Each is
cut into k = 2 … 12, from several seeds, ten restarts on both sides. What scikit-learn found is kept under results/, since
it takes minutes; --fresh computes it anew.
"""

import argparse
import hashlib
import json
import os
import pathlib
import statistics
import sys
import tempfile
import warnings

import numpy as np
import pandas as pd
import sklearn
from joblib import Parallel, delayed
from sklearn.cluster import KMeans
from sklearn.datasets import load_iris
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from kernels import ROOT, THREADS, Ours, blobs, customer_like, timed_process, PALIER

RESTARTS = 10
SEARCHES = 12  # the default of kmeans.searches: what the number of clusters chosen is fitted with
WORSE = 1e-4
WIDTHS = (2, 3, 5, 8, 12, 16)
KEPT = ROOT / "Benchmarks/results/inertia-peer.json"


def customers_of(data, work, name, source):
    """Recency, frequency and monetary value of a shop's customers, by its pipeline."""
    if not (data / source).exists():
        return None
    output = work / name
    timed_process([PALIER, "run", "-c", ROOT / f"pipelines/{name}.json", "--source", f"sales={data / source}",
                   "--output", output, "--progress", "none", "-q", "-s", "+features"])
    customers = pd.read_parquet(output / "current/features/customers.parquet").sort_values("customer_id")
    return customers[["recency_days", "frequency", "monetary"]].to_numpy(dtype=float)


def cdnow(data):
    """All 23,570 customers of CDNOW, at the end of its data."""
    path = data / "cdnow/CDNOW_master.txt"
    if not path.exists():
        return None
    lines = pd.read_csv(path, sep=r"\s+", skiprows=1, names=["id", "date", "count", "value"])
    lines["date"] = pd.to_datetime(lines["date"], format="%Y%m%d")
    found = lines[lines["value"] > 0].groupby("id").agg(last=("date", "max"), days=("date", "nunique"), value=("value", "sum"))
    recency = (lines["date"].max() - found["last"]).dt.days + 1
    return np.column_stack([recency, found["days"], found["value"]]).astype(float)


def real(data, work):
    """(name, points) of the real tables, in the form that they are clustered in."""
    yield "Iris", load_iris().data
    for name, values in (
            ("Online Retail", customers_of(data, work, "online_retail", "online_retail/online_retail.csv")),
            ("Online Retail II", customers_of(data, work, "online_retail_ii", "online_retail_II/online_retail_II.csv")),
            ("Olist", customers_of(data, work, "olist", "olist")), ("CDNOW", cdnow(data))):
        if values is None:
            print(f"{name}: left out, its data are absent", file=sys.stderr)
        else:
            yield name, StandardScaler().fit_transform(np.log1p(np.maximum(values, 0)))


def apart(rows, width, seed):
    """Seven groups of unit spread, mostly far from each other."""
    return blobs(rows, width, 7, seed)


def overlapping(rows, width, seed):
    """Nine groups within reach of each other."""
    generator = np.random.default_rng(seed)
    centres = generator.uniform(-2, 2, (9, width))
    return centres[generator.integers(0, 9, rows)] + generator.normal(0, 1, (rows, width))


def even(rows, width, seed):
    return np.random.default_rng(seed).uniform(0, 1, (rows, width))


def heavy(rows, width, seed):
    """Student's t of three degrees of freedom: few points far out carry much of the variance."""
    return np.random.default_rng(seed).standard_t(3, (rows, width))


def made():
    """(name, points) of what is generated."""
    for kind in (apart, overlapping, even, heavy):
        for width in WIDTHS:
            yield f"{kind.__name__}, 3,000 × {width}", kind(3_000, width, width)
    for kind, width in ((overlapping, 3), (even, 8), (heavy, 5)):
        yield f"{kind.__name__}, 40,000 × {width}", kind(40_000, width, width)
    yield "customers, 300,000 × 3", customer_like(300_000, 3, 1)


class Peer:
    """scikit-learn's inertias, computed once for each set of points."""

    def __init__(self, fresh):
        self.known = {} if fresh or not KEPT.exists() else json.loads(KEPT.read_text())

    def __call__(self, points, wanted):
        digest = hashlib.sha256(points.tobytes()).hexdigest()[:16]
        keys = {one: f"{sklearn.__version__}/{digest}/{RESTARTS}/{one[0]}/{one[1]}" for one in wanted}
        missing = [one for one in wanted if keys[one] not in self.known]
        with threadpool_limits(1):
            found = Parallel(n_jobs=THREADS)(delayed(self.fit)(points, *one) for one in missing)
        self.known.update({keys[one]: inertia for one, inertia in zip(missing, found)})
        if missing:
            KEPT.parent.mkdir(exist_ok=True)
            KEPT.write_text(json.dumps(self.known, indent=0))
        return [self.known[keys[one]] for one in wanted]

    @staticmethod
    def fit(points, k, seed):
        warnings.filterwarnings("ignore")
        with threadpool_limits(1):
            return KMeans(k, n_init=RESTARTS, random_state=seed).fit(points).inertia_


def compare(ours, peer, name, points, seeds, work):
    """One line about one set of points; its ratios."""
    points = np.ascontiguousarray(points, dtype=float)
    path = work / f"points-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    points.tofile(path)
    ks = range(2, 13) if len(points) < 30_000 or name in ("Olist", "CDNOW") else (3, 6, 9, 12)
    wanted = [(k, seed) for k in ks for seed in range(seeds)]
    theirs = peer(points, wanted)
    ratios, seconds = [], 0.0
    for (k, seed), inertia in zip(wanted, theirs):
        answer = ours("kmeans", path, points.shape[1], k, RESTARTS, SEARCHES, seed, THREADS, work / "labels")
        ratios.append(answer["inertia"] / inertia)
        seconds += answer["processor"]
    worst = max(range(len(wanted)), key=lambda place: ratios[place])
    worse = sum(ratio > 1 + WORSE for ratio in ratios)
    print(f"{name}: {len(ratios)} fits in {seconds:.2f} s of processor time, ratio {statistics.mean(ratios):.6f}, worse {worse}, "
          f"worst {ratios[worst]:.6f} (k = {wanted[worst][0]}, seed {wanted[worst][1]})", flush=True)
    path.unlink()
    return ratios


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default=os.environ.get("PALIER_DATA", str(ROOT.parent / "shared/data")))
    parser.add_argument("-n", "--seeds", type=int, default=3)
    parser.add_argument("--only", nargs="+", default=[""], help="beginnings of names")
    parser.add_argument("--fresh", action="store_true", help="compute the peer's side anew")
    parser.add_argument("--work", help="a folder to keep the shops' customers in, for the next time")
    options = parser.parse_args()
    ours, peer, ratios = Ours(), Peer(options.fresh), []
    with tempfile.TemporaryDirectory(prefix="palier-inertia-") as folder:
        work = pathlib.Path(options.work or folder)
        work.mkdir(exist_ok=True)
        for sets in (real(pathlib.Path(options.data), work), made()):
            for name, points in sets:
                if any(name.startswith(one) for one in options.only):
                    ratios += compare(ours, peer, name, points, options.seeds, work)
    ours.close()
    worse = sum(ratio > 1 + WORSE for ratio in ratios)
    better = sum(ratio < 1 - WORSE for ratio in ratios)
    print(f"\n{len(ratios)} fits: inertia over scikit-learn's {statistics.mean(ratios):.6f} on average, {min(ratios):.4f} to "
          f"{max(ratios):.6f}; worse by more than {WORSE:g}: {worse}, better by as much: {better}")


if __name__ == "__main__":
    main()
