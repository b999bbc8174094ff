"""Frequent itemsets and rules with mlxtend, on the lines that Palier cleaned; equal to Palier's before times are compared.

usage: mlxtend_baskets.py OUTPUT_FOLDER     (a folder of a finished palier run)

Needs requirements.txt. Both sides start from clean_returns.lines and end with the rules.
"""
import json
import sys
import time
from pathlib import Path

import pandas as pd
from mlxtend.frequent_patterns import association_rules, fpgrowth
from mlxtend.preprocessing import TransactionEncoder

output = Path(sys.argv[1])
settings = {"support": 0.01, "confidence": 0.3, "lift": 1.2, "max_items": 3}

start, used = time.perf_counter(), time.process_time()
lines = pd.read_parquet(
    output / "current/clean_returns/lines.parquet",
    columns=["order_id", "product_id", "is_product", "net_quantity", "unit_price"],
)
lines = lines[lines.is_product & (lines.net_quantity > 0) & (lines.unit_price > 0)]
orders = lines.drop_duplicates(["order_id", "product_id"]).groupby("order_id").product_id.agg(list)
encoder = TransactionEncoder()
matrix = encoder.fit(orders).transform(orders, sparse=True)
table = pd.DataFrame.sparse.from_spmatrix(matrix, columns=encoder.columns_)
sets = fpgrowth(table, min_support=settings["support"], max_len=settings["max_items"], use_colnames=True)
rules = association_rules(sets, metric="confidence", min_threshold=settings["confidence"])
rules = rules[rules.lift >= settings["lift"]]
peer_seconds, peer_processor = time.perf_counter() - start, time.process_time() - used


def key(antecedent, consequent):
    return tuple(sorted(antecedent)), tuple(sorted(consequent))


theirs = {key(r.antecedents, r.consequents): r for r in rules.itertuples()}
ours = {key(r.antecedent, r.consequent): r for r in pd.read_parquet(output / "current/baskets/rules.parquet").itertuples()}
assert theirs.keys() == ours.keys(), f"rules differ: {len(theirs)} and {len(ours)}"
worst = 0.0
for rule, theirs_row in theirs.items():
    for ours_name, theirs_name in [
        ("support", "support"), ("confidence", "confidence"), ("lift", "lift"),
        ("leverage", "leverage"), ("conviction", "conviction"), ("zhang", "zhangs_metric"),
    ]:
        a, b = getattr(ours[rule], ours_name), getattr(theirs_row, theirs_name)
        if b == float("inf"):
            assert pd.isna(a), (rule, ours_name, a, b)
        else:
            worst = max(worst, abs(a - b) / max(1, abs(b)))
assert worst < 1e-9, worst
manifest = json.loads((output / "current/baskets/manifest.json").read_text())
stage_seconds = manifest["seconds"]
print(f"{len(sets)} itemsets, {len(ours)} rules, the same on both sides (largest difference {worst:.1e})")
print(f"mlxtend: {peer_seconds:.2f} s, palier's stage: {stage_seconds:.2f} s")
print(json.dumps({"seconds": peer_seconds, "processor": peer_processor, "stage_seconds": stage_seconds, "itemsets": len(sets), "rules": len(ours), "worst": worst}))
