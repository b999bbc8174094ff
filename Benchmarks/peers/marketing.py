"""What marketing acts on, with pandas and mlxtend: last lines, segments in detail, cohorts, baskets, recommendations.

The second half of pandas_sklearn.py. Numbers and rules are those of docs/data-model.md.
"""

import json
import os

import numpy as np
import pandas as pd
from mlxtend.frequent_patterns import association_rules, fpgrowth
from mlxtend.preprocessing import TransactionEncoder

SUPPORT, CONFIDENCE, LIFT, MAX_ITEMS = 0.01, 0.3, 1.2, 3
OFFERS = 10
SHARD = 64


def product_names(lines):
    return lines[["product_id", "product_name"]].drop_duplicates().astype(str).groupby("product_id")["product_name"].max()


def activity(lines, table):
    """The last ten lines of each customer; what each segment buys, and how it went month by month."""
    known = lines[lines["customer_id"].notna() & (lines["unit_price"] > 0)]
    names = product_names(lines)
    ordered = known.sort_values(["occurred_at", "order_id"], ascending=False, kind="stable")
    last = ordered.groupby("customer_id", observed=True).head(10)[
        ["customer_id", "occurred_at", "order_id", "product_id", "quantity", "amount", "is_return"]]
    last = last.assign(product_name=last["product_id"].astype(str).map(names))
    kept = known[known["net_quantity"] > 0]
    kept = kept.assign(segment=kept["customer_id"].map(table["segment"]), month=kept["occurred_at"].dt.to_period("M"))
    bought = kept[kept["is_product"]].groupby(["segment", "customer_id", "product_id"], observed=True).agg(
        revenue=("amount_net", "sum"), items=("net_quantity", "sum")).reset_index()
    products = bought.groupby(["segment", "product_id"], observed=True).agg(
        revenue=("revenue", "sum"), items=("items", "sum"), customers=("customer_id", "size")).reset_index()
    products = products.sort_values(["segment", "revenue"], ascending=[True, False]).groupby("segment").head(10)
    months = kept.groupby(["segment", "month"], observed=True).agg(
        revenue=("amount_net", "sum"), orders=("order_id", "nunique"), customers=("customer_id", "nunique")).reset_index()
    months["month"] = months["month"].astype(str)
    return last, products, months


def cohorts(lines, table, first_orders, as_of):
    """Retention and revenue by month of first purchase and age; pooled over the cohorts that are old enough."""
    counted = lines[lines["customer_id"].notna() & (lines["unit_price"] > 0) & (lines["net_quantity"] != 0)]
    first = counted["customer_id"].map(first_orders)
    counted, first = counted[first.notna()], first[first.notna()]
    month = counted["occurred_at"].dt.year * 12 + counted["occurred_at"].dt.month
    cohort = first.dt.year * 12 + first.dt.month
    age = (month - cohort).clip(lower=0)
    frame = pd.DataFrame({
        "cohort": cohort, "age": age, "customer_id": counted["customer_id"], "amount": counted["amount_net"],
        "kept": counted["net_quantity"] > 0,
        "early": np.where(counted["occurred_at"] - first < pd.Timedelta(days=90), counted["amount_net"], 0.0)})
    active = frame[frame["kept"]].drop_duplicates(["cohort", "age", "customer_id"]).groupby(["cohort", "age"]).size()
    revenue = frame.groupby(["cohort", "age"])["amount"].sum()
    start = first_orders.dt.year * 12 + first_orders.dt.month
    sizes = start.value_counts().sort_index()
    last_month = int(month.max())
    end_month = as_of.year * 12 + as_of.month
    cells = pd.MultiIndex.from_product([sizes.index, range(last_month - int(sizes.index.min()) + 1)], names=["cohort", "age"])
    grid = pd.DataFrame({
        "active": active.reindex(cells, fill_value=0), "revenue": revenue.reindex(cells, fill_value=0.0)}).reset_index()
    grid["size"] = grid["cohort"].map(sizes)
    grid["masked"] = grid["cohort"] + grid["age"] >= end_month
    grid["cumulative"] = grid.groupby("cohort")["revenue"].cumsum() / grid["size"]
    grid["retention"] = (grid["active"] / grid["size"]).where(~grid["masked"])
    old = grid[~grid["masked"]]
    curve = old.groupby("age").agg(size=("size", "sum"), active=("active", "sum"), revenue=("revenue", "sum"))
    curve["retention"] = curve["active"] / curve["size"]
    curve["value"] = (curve["revenue"] / curve["size"]).cumsum()
    known = first_orders <= as_of - pd.Timedelta(days=90)
    early = frame.groupby("customer_id", observed=True)["early"].sum().reindex(first_orders.index, fill_value=0.0)
    return grid, curve, {
        "m1_retention": curve["retention"].get(1), "m3_retention": curve["retention"].get(3),
        "revenue_90d_per_customer": early[known].mean() if known.any() else None}


def baskets(lines):
    """Frequent itemsets and rules over all orders."""
    bought = lines[lines["is_product"] & (lines["net_quantity"] > 0) & (lines["unit_price"] > 0)]
    pairs = bought[["order_id", "product_id"]].drop_duplicates()
    orders = pairs.groupby("order_id", observed=True)["product_id"].agg(list)
    encoder = TransactionEncoder()
    matrix = encoder.fit(orders).transform(orders, sparse=True)
    frame = pd.DataFrame.sparse.from_spmatrix(matrix, columns=encoder.columns_)
    sets = fpgrowth(frame, min_support=SUPPORT, max_len=MAX_ITEMS, use_colnames=True)
    rules = association_rules(sets, metric="confidence", min_threshold=CONFIDENCE)
    return sets, rules[rules["lift"] >= LIFT]


def recommendations(lines, table, rules):
    """Ten products a customer: by the rules, then the best sellers of the segment."""
    bought = lines[
        lines["customer_id"].notna() & lines["is_product"] & (lines["net_quantity"] > 0) & (lines["unit_price"] > 0)]
    pairs = bought[["customer_id", "product_id"]].drop_duplicates()
    has = pairs.groupby("customer_id", observed=True)["product_id"].agg(set)
    single = rules[rules["consequents"].map(len) == 1]
    known = sorted(
        ((row.antecedents, next(iter(row.consequents)), row.lift, row.confidence) for row in single.itertuples()),
        key=lambda rule: (-rule[2], -rule[3], rule[1]))
    segment = pairs.assign(segment=pairs["customer_id"].map(table["segment"]))
    buyers = segment.groupby(["segment", "product_id"], observed=True).size().reset_index(name="buyers")
    buyers = buyers.sort_values(["segment", "buyers", "product_id"], ascending=[True, False, True])
    sizes = table["segment"].value_counts()
    overall = pairs["product_id"].value_counts() / len(table)
    best = {name: list(zip(group["product_id"], group["buyers"])) for name, group in buyers.groupby("segment", observed=True)}
    rows = []
    for customer, name in table["segment"].items():
        owned = has.get(customer, set())
        offered = []
        for antecedent, consequent, lift, confidence in known:
            if len(offered) == OFFERS:
                break
            if consequent not in owned and antecedent <= owned and all(consequent != one[0] for one in offered):
                offered.append((consequent, lift, confidence, "association"))
        for product, count in best.get(name, []):
            if len(offered) == OFFERS:
                break
            if product not in owned and all(product != one[0] for one in offered):
                share = count / sizes[name]
                offered.append((product, share / overall[product], share, "segment"))
        rows += [(customer, rank, *offer) for rank, offer in enumerate(offered, start=1)]
    return pd.DataFrame(rows, columns=["customer_id", "rank", "product_id", "lift", "confidence", "source"])


def client_pages(folder, table, last, offers):
    """What a customer's page shows, in files of 64 customers."""
    os.makedirs(os.path.join(folder, "customers"), exist_ok=True)
    lines, products = {}, {}
    for row in last.itertuples():
        lines.setdefault(row.customer_id, []).append(
            [str(row.occurred_at)[:10], row.order_id, row.product_name, int(row.quantity), float(row.amount)])
    for row in offers.itertuples():
        products.setdefault(row.customer_id, []).append([row.product_id, row.lift, row.confidence, row.source])
    ids = sorted(table.index)
    for start in range(0, len(ids), SHARD):
        shard = [{"lines": lines.get(one, []), "offers": products.get(one, [])} for one in ids[start:start + SHARD]]
        with open(os.path.join(folder, "customers", f"{start // SHARD}.json"), "w", encoding="utf-8") as file:
            json.dump(shard, file)
    table.to_json(os.path.join(folder, "customers.json"), orient="split")
