"""The stability study with pandas and scikit-learn, on the lines that Palier cleaned; equal to Palier's before times are
compared.

usage: stability_study.py OUTPUT_FOLDER     (a folder of a finished palier run, features of which
                                             recency_days, frequency, monetary and mean_review_score are known here)

Needs requirements.txt. Both sides start from clean_returns.lines and study the same number of clusters. Features and
drift (PSI) must be equal; agreements come from each side's own search for the best clusters, so they are told.
"""

import json
import os
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd
from joblib import Parallel
from threadpoolctl import threadpool_limits

import pandas_sklearn

COLUMNS = ["customer_id", "order_id", "product_id", "occurred_at", "quantity", "unit_price", "is_return", "review_score"]


def known_with_scores(scores, features):
    """Features as of an instant, the mean score of each customer's orders among them; the median where there is none."""

    def known_at(lines, events, instant):
        known, values = pandas_sklearn.known_at(lines, events, instant)
        table = dict(zip(pandas_sklearn.FEATURES, values.T))
        if "mean_review_score" in features:
            past = scores[scores["at"] < instant]
            mean = past.groupby("customer")["score"].mean().reindex(known)
            table["mean_review_score"] = mean.fillna(mean.median()).to_numpy()
        return known, np.column_stack([table[name] for name in features])

    return known_at


def main():
    output = Path(sys.argv[1])
    start = time.perf_counter()
    model = json.loads((output / "current/kmeans/model.json").read_text())
    window = pd.read_parquet(output / "current/features/window.parquet")
    lines = pd.read_parquet(output / "current/clean_returns/lines.parquet", columns=COLUMNS)
    for name in ("customer_id", "order_id", "product_id"):
        lines[name] = lines[name].astype("category")
    lines["unit_price"] = lines["unit_price"].astype(float)
    lines = lines[lines["occurred_at"] < window["as_of"].iloc[0]]
    features = model["features"]
    orders = lines[(lines["unit_price"] > 0) & ~lines["is_return"]].groupby("order_id", observed=True).agg(
        at=("occurred_at", "min"), customer=("customer_id", "first"), score=("review_score", "max"))
    orders["customer"] = orders["customer"].cat.codes
    orders["score"] = orders["score"].astype(float)
    with threadpool_limits(1), Parallel(n_jobs=os.cpu_count(), backend="threading") as workers:
        path, drift, horizons, interval = pandas_sklearn.study(
            lines, window["as_of"].iloc[0], model["k"], workers, known_with_scores(orders.dropna(subset="score"), features),
            features)
    seconds = time.perf_counter() - start

    ours = pd.read_parquet(output / "current/stability/drift.parquet").merge(drift, on=["origin", "at", "feature"])
    assert len(ours) == len(drift) == len(pd.read_parquet(output / "current/stability/drift.parquet"))
    worst = float((ours["psi_x"] - ours["psi_y"]).abs().max())
    assert worst < 1e-6, f"features differ: PSI by {worst}"
    mine = pd.read_parquet(output / "current/stability/horizons.parquet").merge(horizons, on="horizon_steps")
    difference = float((mine["ari_median_x"] - mine["ari_median_y"]).abs().max())
    recommended = json.loads((output / "current/stability/recommendation.json").read_text())["interval_steps"]
    manifest = json.loads((output / "current/stability/manifest.json").read_text())
    print(horizons.merge(mine[["horizon_steps", "ari_median_x", "ari_p10_x"]], on="horizon_steps").to_string())
    print(json.dumps({
        "seconds": seconds, "stage_seconds": manifest["seconds"], "k": model["k"], "interval": [recommended, interval],
        "note": f"k = {model['k']}, {len(mine)} horizons; drift of features equal to {worst:.0e}, median agreements to "
                f"{difference:.3f}, interval {recommended} and {interval} months"}))


if __name__ == "__main__":
    main()
