"""BG/NBD and gamma-gamma with lifetimes, on the customers that Palier fitted; equal to Palier's before times are compared.

usage: lifetimes_clv.py OUTPUT_FOLDER     (a folder of a finished palier run, clv.time_unit week)

Needs requirements.txt. Both sides start from features.customers.
"""
import json
import sys
import time
import warnings
from pathlib import Path

import pandas as pd
from lifetimes import BetaGeoFitter, GammaGammaFitter

warnings.filterwarnings("ignore")
output = Path(sys.argv[1])
customers = pd.read_parquet(output / "current/features/customers.parquet").sort_values("customer_id")
model = json.loads((output / "current/clv/model.json").read_text())
if model["method"] != "bg_nbd":
    sys.exit(f"Palier took the plain rate: {model['reason']['en']}")
x = customers.repeat_count.astype(float)
last, age = customers.repeat_last_days / 7, customers.repeat_age_days / 7
spend = customers.repeat_mean_spend.fillna(0).astype(float)

start = time.perf_counter()
bgnbd = BetaGeoFitter().fit(x, last, age)
fit_seconds = time.perf_counter() - start
buyers = (x > 0) & (spend > 0)
gamma = GammaGammaFitter().fit(x[buyers], spend[buyers])
alive = bgnbd.conditional_probability_alive(x, last, age)
purchases = bgnbd.conditional_expected_number_of_purchases_up_to_time(365 / 7, x, last, age)
all_seconds = time.perf_counter() - start

ours = pd.read_parquet(output / "current/clv/customers.parquet").sort_values("customer_id")
theirs_likelihood = -bgnbd._negative_log_likelihood(
    bgnbd._fitter_params if hasattr(bgnbd, "_fitter_params") else bgnbd.params_.apply("log").values,
    x.values, last.values, age.values, (x * 0 + 1).values, 0) * len(x)
print("lifetimes", dict(bgnbd.params_.round(6)), dict(gamma.params_.round(6)))
print("palier   ", {k: model["purchases"][k] for k in ("r", "alpha", "a", "b")}, {k: model["spend"].get(k) for k in ("p", "q", "v")})
print("log-likelihood", theirs_likelihood, model["purchases"]["fit"]["log_likelihood"])
print("largest difference in p_alive", float(abs(alive - ours.p_alive.values).max()))
print("largest difference in purchases of a year", float(abs(purchases.values - ours.expected_purchases_365d.values).max()))
manifest = json.loads((output / "current/clv/manifest.json").read_text())
print(f"lifetimes: BG/NBD fit {fit_seconds:.3f} s, both fits and forecasts {all_seconds:.3f} s")
print("palier:", {step["name"]: round(step["seconds"], 3) for step in manifest["steps"]})
