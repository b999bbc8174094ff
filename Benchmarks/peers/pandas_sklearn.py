"""The default pipeline as a good data team would write it with pandas, scikit-learn, mlxtend and lifetimes.

It does the same work as Palier's default stages on Online Retail I or II and prints its figures as JSON, so that
results can be compared before times are. Numbers and rules are those of docs/data-model.md.

    python pandas_sklearn.py --input online_retail.csv --output out/
    python pandas_sklearn.py --input by-day/ --output out/
"""

import argparse
import glob
import html
import json
import os
import time
from contextlib import contextmanager
from itertools import combinations

import numpy as np
import pandas as pd
import pyarrow as pa
from joblib import Parallel, delayed
from pyarrow import csv
from scipy.optimize import linear_sum_assignment
from sklearn.cluster import KMeans
from sklearn.metrics import (
    adjusted_mutual_info_score,
    adjusted_rand_score,
    calinski_harabasz_score,
    davies_bouldin_score,
    pairwise_distances,
    silhouette_samples,
)
from sklearn.metrics.cluster import contingency_matrix
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

import evolution
import exports
import lifetime_value
import marketing

SEED = 42
RESTARTS = 10
RESAMPLES = 20
RESAMPLE_RESTARTS = 3
NOISE_SEEDS = 3
NOISE_RESAMPLES = 3
CLOUDS = 10
CLOUD_SIZE = 1000
ORIGINS = 4
THRESHOLD = 0.8
FEATURES = ["recency_days", "frequency", "monetary"]
NON_PRODUCTS = [
    "POST", "DOT", "D", "M", "C2", "S", "B", "PADS", "CRUK", "BANK CHARGES", "AMAZONFEE", "ADJUST", "ADJUST2",
    "TEST001", "TEST002",
]
# Online Retail I, its copies by day, and Online Retail II name their columns differently.
NAMES = {
    "InvoiceNo": "order_id", "Invoice": "order_id", "StockCode": "product_id", "Description": "product_name",
    "Quantity": "quantity", "InvoiceDate": "occurred_at", "UnitPrice": "unit_price", "Price": "unit_price",
    "CustomerID": "customer_id", "Customer ID": "customer_id", "Country": "country",
}
CONTENT = ["customer_id", "order_id", "occurred_at", "product_id", "product_name", "quantity", "unit_price", "country"]
SEGMENTS = [
    ("champions", lambda r, f, m: (r >= 4) & (f >= 4) & (m >= 4)),
    ("clients_fideles", lambda r, f, m: (r >= 2) & (f >= 3) & (m >= 3)),
    ("potentiels_fideles", lambda r, f, m: (r >= 3) & (f >= 2) & (m >= 3)),
    ("nouveaux_clients", lambda r, f, m: (r >= 4) & (f <= 1)),
    ("a_ne_pas_perdre", lambda r, f, m: (r <= 1) & (f >= 4) & (m >= 4)),
    ("hibernants", lambda r, f, m: (r <= 1) & (f <= 2) & (m <= 2)),
]

SECONDS = {}


@contextmanager
def timed(stage):
    start = time.perf_counter()
    yield
    SECONDS[stage] = SECONDS.get(stage, 0) + time.perf_counter() - start


# --- ingest -----------------------------------------------------------------------------------------------------------

def read_file(path):
    """One file as text. Arrow parses a large one on every core."""
    with open(path, encoding="utf-8-sig") as file:
        names = file.readline().rstrip("\r\n").split(",")
    types = csv.ConvertOptions(
        column_types={name: pa.string() for name in names}, null_values=[""], strings_can_be_null=True)
    table = csv.read_csv(path, convert_options=types).rename_columns([NAMES[name] for name in names])
    return table.append_column("source_line", pa.array(np.arange(2, len(table) + 2)))


def read(paths):
    tables = [read_file(path) for path in paths]
    raw = pa.concat_tables(tables).combine_chunks().to_pandas(types_mapper=pd.ArrowDtype)
    raw["source_file"] = pd.Categorical.from_codes(np.repeat(np.arange(len(paths)), [len(t) for t in tables]), paths)
    return raw


def parse_once(text, parse):
    """Applies a slow parser to the distinct texts only: dates, quantities and prices repeat many times."""
    codes, distinct = pd.factorize(text)
    parsed = parse(pd.Series(np.asarray(distinct, dtype=object)))
    missing = np.datetime64("NaT") if parsed.dtype.kind == "M" else np.nan
    return np.append(parsed, missing)[codes]  # code -1, a missing text, takes the last


def parse_dates(text):
    # Both styles may occur, in different files.
    month_first = text.str.contains("/", regex=False).astype(bool)
    parsed = pd.Series(pd.NaT, index=text.index, dtype="datetime64[us]")
    parsed[month_first] = pd.to_datetime(text[month_first], format="%m/%d/%Y %H:%M", errors="coerce")
    parsed[~month_first] = pd.to_datetime(text[~month_first], format="ISO8601", errors="coerce")
    return parsed.to_numpy()


def parse_numbers(text):
    return pd.to_numeric(text, errors="coerce").to_numpy(dtype=float)


def ingest(source):
    paths = sorted(glob.glob(os.path.join(source, "*.csv"))) if os.path.isdir(source) else [source]
    raw = read(paths)
    lines = pd.DataFrame(index=raw.index)
    customer = raw["customer_id"].astype("string[pyarrow]")
    lines["customer_id"] = customer.str.removesuffix(".0").astype("category")
    for column in ("order_id", "product_id", "product_name", "country", "source_file"):
        lines[column] = raw[column].astype("category")
    lines["source_line"] = raw["source_line"].astype("int64")
    lines["occurred_at"] = parse_once(raw["occurred_at"], parse_dates)
    lines["quantity"] = parse_once(raw["quantity"], parse_numbers)
    lines["unit_price"] = parse_once(raw["unit_price"], parse_numbers)

    faults = {
        "invoice: missing": lines["order_id"].isna(),
        "stock_code: missing": lines["product_id"].isna(),
        "quantity: not a whole number": ~(lines["quantity"] % 1 == 0),
        "invoice_date: not a date": lines["occurred_at"].isna(),
        "price: not a number": lines["unit_price"].isna(),
        "price: negative": lines["unit_price"] < 0,
    }
    rejected = np.logical_or.reduce([mask.to_numpy(dtype=bool) for mask in faults.values()])
    rejects = raw[rejected].copy()
    rejects["reason"] = ["; ".join(reason for reason, mask in faults.items() if mask[i]) for i in rejects.index]

    lines = lines[~rejected].copy()
    lines["quantity"] = lines["quantity"].astype("int64")
    cancelled = order_text(lines).str.upper().str.startswith("C")
    lines["quantity"] = np.where(cancelled, -lines["quantity"].abs(), lines["quantity"])
    lines["amount"] = lines["quantity"] * lines["unit_price"]
    lines["is_return"] = lines["quantity"] < 0
    codes = lines["product_id"].cat.categories
    lines["is_product"] = ~lines["product_id"].isin(codes[codes.str.upper().isin(NON_PRODUCTS)])
    return lines, rejects, profile(lines)


def order_text(lines):
    return pd.Series(
        lines["order_id"].cat.categories.astype(str).to_numpy()[lines["order_id"].cat.codes], index=lines.index)


def profile(lines):
    rows = []
    for column in CONTENT:
        values = lines[column]
        if isinstance(values.dtype, pd.CategoricalDtype):
            used = values.cat.categories[np.unique(values.cat.codes[values.cat.codes >= 0])]
            low, high, distinct = min(used, default=None), max(used, default=None), len(used)
        else:
            low, high, distinct = values.min(), values.max(), values.nunique()
        rows.append((column, len(values), int(values.isna().sum()), distinct, str(low), str(high)))
    return pd.DataFrame(rows, columns=["column_name", "line_count", "null_count", "distinct", "min_value", "max_value"])


# --- duplicates and returns -------------------------------------------------------------------------------------------

def settle(events):
    """Last in, first out, over the few lines whose customer and product saw a return, in the order of settlement."""
    net = np.where(events["is_return"], 0, events["quantity"]).astype(np.int64)
    matched = np.zeros(len(events), dtype=np.int64)
    value = np.zeros(len(events))
    days = np.full(len(events), np.nan)
    columns = (events["key"], events["quantity"], events["unit_price"], events["occurred_at"].astype("int64"))
    stack, current = [], None
    for row, (key, quantity, price, at) in enumerate(zip(*(column.tolist() for column in columns))):
        if key != current:
            stack, current = [], key
        if quantity > 0:
            stack.append((row, price, at))
            continue
        open_quantity, held = -quantity, 0
        while open_quantity and stack:
            top, paid, bought = stack[-1]
            taken = min(open_quantity, int(net[top]))
            net[top] -= taken
            open_quantity -= taken
            matched[row] += taken
            value[row] += taken * paid
            held += taken * (at - bought)
            if not net[top]:
                stack.pop()
        if matched[row]:
            days[row] = held / matched[row] / 86_400e6
    return net, matched, value, days


def returned_events(lines):
    """The lines of every customer and product with a return, sorted for settle()."""
    known = lines[lines["customer_id"].notna()]
    key = known["customer_id"].cat.codes.astype("int64") * len(known["product_id"].cat.categories)
    key = key + known["product_id"].cat.codes
    events = known[key.isin(key[known["is_return"]].unique())].assign(key=key)
    events["order_text"] = order_text(events)
    return events.sort_values(
        ["key", "occurred_at", "is_return", "order_text", "unit_price", "quantity"], kind="stable")


def clean_returns(lines, rejects):
    is_copy = lines.duplicated(CONTENT)
    copies = lines.loc[is_copy, "source_file"]
    read = lines["source_file"].value_counts(sort=False)
    lines = lines[~is_copy].copy()
    lines = lines.sort_values(["order_id", "product_id", "unit_price", "quantity", "product_name"], kind="stable")
    lines["line_no"] = lines.groupby("order_id", observed=True).cumcount() + 1

    events = returned_events(lines)
    net, matched, value, days = settle(events)
    lines["net_quantity"] = np.where(lines["is_return"], 0, lines["quantity"])
    lines.loc[events.index, "net_quantity"] = net
    lines["amount_net"] = lines["net_quantity"] * lines["unit_price"]

    ledger = lines.loc[lines["is_return"], ["customer_id", "order_id", "line_no", "occurred_at", "product_id", "unit_price"]]
    ledger = ledger.assign(returned_quantity=-lines["quantity"], returned_value=-lines["amount"])
    settled = pd.DataFrame(
        {"matched_quantity": matched, "matched_value": value, "days_to_return": days}, index=events.index)
    ledger = ledger.join(settled[events["is_return"].to_numpy()])
    ledger[["matched_quantity", "matched_value"]] = ledger[["matched_quantity", "matched_value"]].fillna(0)
    ledger["unmatched_quantity"] = ledger["returned_quantity"] - ledger["matched_quantity"]

    bought = lines[~lines["is_return"]]
    sold = bought.groupby("source_file", observed=False).agg(
        sold_quantity=("quantity", "sum"), sold_value=("amount", "sum"), net_quantity=("net_quantity", "sum"),
        net_value=("amount_net", "sum"))
    rows = sold.assign(
        kept=lines["source_file"].value_counts(sort=False),
        rejected=rejects["source_file"].value_counts().reindex(sold.index.astype(str)).fillna(0).to_numpy(dtype=int),
        duplicates=copies.value_counts(sort=False),
        returns=ledger.join(lines["source_file"])["source_file"].value_counts(sort=False),
        anonymous=lines.loc[lines["customer_id"].isna(), "source_file"].value_counts(sort=False))
    rows["matched_quantity"] = rows["sold_quantity"] - rows["net_quantity"]
    rows["rows_read"] = read + rows["rejected"]
    assert (rows["rows_read"] == rows["kept"] + rows["rejected"] + rows["duplicates"]).all()
    assert rows["matched_quantity"].sum() == ledger["matched_quantity"].sum()
    return lines.drop(columns=["source_file", "source_line"]), ledger, rows.reset_index()


# --- features, RFM, summary -------------------------------------------------------------------------------------------

def features_of(lines, as_of):
    """One row per customer, from lines with a net quantity; and the orders."""
    kept = lines[(lines["unit_price"] > 0) & lines["customer_id"].notna() & (lines["occurred_at"] < as_of)]
    bought = kept[kept["net_quantity"] > 0]
    orders = bought.groupby(["customer_id", "order_id"], observed=True).agg(
        at=("occurred_at", "min"), until=("occurred_at", "max"), amount=("amount_net", "sum"),
        items=("net_quantity", "sum")).reset_index()
    orders = orders.sort_values(["customer_id", "at"], kind="stable")
    orders["gap"] = orders.groupby("customer_id", observed=True)["at"].diff().dt.total_seconds() / 86_400
    orders["day"] = orders["at"].dt.normalize()
    by_customer = orders.groupby("customer_id", observed=True)
    table = by_customer.agg(
        frequency=("order_id", "size"), monetary=("amount", "sum"), first_order_at=("at", "min"),
        last_order_at=("until", "max"), items=("items", "sum"), mean_days_between_orders=("gap", "mean"),
        sd_days_between_orders=("gap", "std"), purchase_days=("day", "nunique"))
    table["recency_days"] = (as_of - table["last_order_at"]).dt.days
    table["tenure_days"] = (as_of - table["first_order_at"]).dt.days
    table["average_basket"] = table["monetary"] / table["frequency"]
    products = bought.loc[bought["is_product"], ["customer_id", "product_id"]].drop_duplicates()
    table["distinct_products"] = products["customer_id"].value_counts().reindex(table.index, fill_value=0)
    sold = kept[~kept["is_return"]].groupby("customer_id", observed=True)["amount"].sum()
    table["return_rate"] = 1 - table["monetary"] / sold.reindex(table.index)
    returns = kept.loc[kept["is_return"], "customer_id"].value_counts()
    table["return_count"] = returns.reindex(table.index, fill_value=0)
    spend = bought.groupby(["customer_id", "country"], observed=True)["amount_net"].sum().reset_index()
    spend = spend.sort_values(["customer_id", "amount_net"], ascending=[True, False]).drop_duplicates("customer_id")
    table["country"] = spend.set_index("customer_id")["country"]
    later = orders["day"] > by_customer["day"].transform("min")
    repeat = orders[later].groupby("customer_id", observed=True)["amount"].sum().reindex(table.index)
    table["repeat_count"] = table["purchase_days"] - 1
    table["repeat_mean_spend"] = repeat / table["repeat_count"].where(table["repeat_count"] > 0)
    days = by_customer["day"].agg(["min", "max"])
    table["repeat_last_days"] = (days["max"] - days["min"]).dt.days
    table["repeat_age_days"] = (as_of.normalize() - days["min"]).dt.days
    return table, orders


def score(values, bins=5):
    """1 + how many quantile cut points lie below the value: equal values never differ."""
    cuts = np.quantile(values, np.arange(1, bins) / bins)
    return 1 + np.searchsorted(cuts, values, side="left")


def scored(customers):
    """Scores, their code and the segment, from recency, frequency and monetary."""
    table = customers[["recency_days", "frequency", "monetary"]].copy()
    table["r_score"] = 6 - score(table["recency_days"].to_numpy())
    table["f_score"] = score(table["frequency"].to_numpy())
    table["m_score"] = score(table["monetary"].to_numpy())
    scores = table["r_score"], table["f_score"], table["m_score"]
    table["rfm_code"] = scores[0].astype(str) + scores[1].astype(str) + scores[2].astype(str)
    table["segment"] = np.select([rule(*scores) for _, rule in SEGMENTS], [name for name, _ in SEGMENTS], "autre")
    return table


def rfm(customers):
    table = scored(customers)
    segments = table.groupby("segment").agg(
        customers=("segment", "size"), revenue=("monetary", "sum"), orders=("frequency", "sum"),
        mean_recency_days=("recency_days", "mean"), mean_frequency=("frequency", "mean"), mean_monetary=("monetary", "mean"))
    segments["customer_share"] = segments["customers"] / segments["customers"].sum()
    segments["revenue_share"] = segments["revenue"] / segments["revenue"].sum()
    segments["average_order_value"] = segments["revenue"] / segments["orders"]
    return table, segments


def summarise(table, segments, lines):
    revenue, orders, customers = table["monetary"].sum(), int(table["frequency"].sum()), len(table)
    q75, recency_q75 = table["monetary"].quantile(0.75), table["recency_days"].quantile(0.75)
    at_risk = table[(table["monetary"] >= q75) & (table["recency_days"] >= recency_q75)]
    at_risk = at_risk.sort_values("monetary", ascending=False)
    opportunities = table[
        (table["frequency"] <= table["frequency"].quantile(0.25)) & (table["monetary"] >= table["monetary"].median())]
    running = np.cumsum(np.sort(table["monetary"].to_numpy())[::-1])
    needed = int(np.searchsorted(running, 0.8 * revenue) + 1)
    leader = segments["revenue"].idxmax()
    priced = lines[(lines["unit_price"] > 0) & (lines["net_quantity"] != 0)]
    month = priced["occurred_at"].dt.to_period("M")
    monthly = pd.DataFrame({
        "revenue_total": priced.groupby(month)["amount_net"].sum(),
        "revenue": priced[priced["customer_id"].notna()].groupby(month)["amount_net"].sum(),
        "orders": priced[priced["customer_id"].notna()].assign(month=month).drop_duplicates(["month", "order_id"])["month"].value_counts(),
        "customers": priced.assign(month=month).dropna(subset="customer_id").drop_duplicates(["month", "customer_id"])["month"].value_counts(),
    }).sort_index()
    monthly.index = monthly.index.astype(str)
    figures = {
        "revenue": round(revenue, 4), "revenue_total": round(float(priced["amount_net"].sum()), 4),
        "customers": customers, "orders": orders, "average_order_value": revenue / orders,
        "average_customer_value": revenue / customers, "at_risk_customers": len(at_risk),
        "at_risk_revenue": round(at_risk["monetary"].sum(), 4), "opportunities": len(opportunities),
        "retention_rate_90d": float((table["recency_days"] <= 90).mean()),
        "concentration_80_customers": needed, "concentration_80_share": needed / customers,
        "leader_segment": leader, "leader_share": float(segments.loc[leader, "revenue_share"]),
    }
    return figures, monthly, at_risk, opportunities


# --- clusters ---------------------------------------------------------------------------------------------------------

def fit(points, k, restarts, seed):
    return KMeans(k, n_init=restarts, random_state=seed, tol=1e-4, max_iter=300).fit(points)


def jaccards(reference, labels, rows, k):
    table = contingency_matrix(reference[rows], labels[rows])
    if table.shape[0] < k:
        return np.full(k, np.nan)
    union = table.sum(axis=1, keepdims=True) + table.sum(axis=0, keepdims=True) - table
    return (table / union).max(axis=1)


def resample_agreement(points, references, resample):
    """One bootstrap resample for every k: refit on it, label everyone, compare with the reference."""
    rows = np.random.default_rng([SEED, resample]).integers(0, len(points), len(points))
    distinct = np.unique(rows)
    results = []
    for k, reference in references:
        labels = fit(points[rows], k, RESAMPLE_RESTARTS, SEED + resample).predict(points)
        results.append((adjusted_rand_score(reference, labels), jaccards(reference, labels, distinct, k)))
    return results


def elbow(ks, inertias):
    """Kneedle without smoothing, for a falling convex curve."""
    x = (ks - ks[0]) / (ks[-1] - ks[0])
    difference = (inertias.max() - inertias) / (inertias.max() - inertias.min()) - x
    best, threshold = None, None
    for i in range(1, len(ks) - 1):
        if difference[i] > difference[i - 1] and difference[i] >= difference[i + 1]:
            best, threshold = ks[i], difference[i] - 1 / (len(ks) - 1)
        if best is not None and difference[i + 1] < threshold:
            return int(best)
    return None


def null_silhouettes(points, ks, cloud):
    """Silhouettes of one shapeless cloud with the points' covariance, cut in each k."""
    generator = np.random.default_rng([SEED, 1, cloud])
    size = min(len(points), CLOUD_SIZE)
    drawn = generator.multivariate_normal(np.zeros(points.shape[1]), np.cov(points.T, ddof=0), size)
    near = pairwise_distances(drawn, n_jobs=1)
    return [silhouette_samples(near, fit(drawn, k, RESAMPLE_RESTARTS, SEED + cloud).labels_, metric="precomputed").mean()
            for k in ks]


def choose_k(table):
    """Among reproducible k the largest excess over a shapeless cloud; among equals the elbow, else the finest."""
    knee = elbow(table["k"].to_numpy(), table["inertia"].to_numpy())
    eligible = table[(table["bootstrap_ari"] >= 0.8) & (table["smallest_share"] >= 0.01)]
    if eligible.empty:
        return int(table.loc[table["bootstrap_ari"].idxmax(), "k"])
    excess = eligible["silhouette"] - eligible["null_silhouette"]
    variance = eligible["silhouette_error"] ** 2 + eligible["null_error"] ** 2
    best = excess.idxmax()
    equals = eligible[excess[best] - excess <= np.sqrt(variance + variance[best])]
    choice = equals[equals["k"] == knee]
    return int((choice if len(choice) else equals).iloc[-1]["k"])


def clusters(customers, workers):
    values = customers[FEATURES].to_numpy(dtype=float)
    scaler = StandardScaler().fit(np.log1p(values))
    points = scaler.transform(np.log1p(values))
    # One matrix of distances serves the silhouettes of all k while it fits in memory.
    near = pairwise_distances(points, n_jobs=1) if len(points) <= 10_000 else None
    ks = range(2, 11)
    models = dict(zip(ks, workers(delayed(fit)(points, k, RESTARTS, SEED) for k in ks)))
    rows = []
    for k, model in models.items():
        samples = silhouette_samples(points if near is None else near, model.labels_, metric="euclidean" if near is None else "precomputed")
        rows.append({
            "k": k, "inertia": model.inertia_, "silhouette": samples.mean(),
            "silhouette_error": samples.std(ddof=1) / np.sqrt(len(samples)),
            "davies_bouldin": davies_bouldin_score(points, model.labels_),
            "calinski_harabasz": calinski_harabasz_score(points, model.labels_),
            "smallest_share": np.bincount(model.labels_).min() / len(points),
        })
    references = [(k, model.labels_) for k, model in models.items()]
    results = workers(delayed(resample_agreement)(points, references, resample) for resample in range(RESAMPLES))
    selection = pd.DataFrame(rows)
    selection["bootstrap_ari"] = [np.mean([result[i][0] for result in results]) for i in range(len(references))]
    clouds = np.array(workers(delayed(null_silhouettes)(points, ks, cloud) for cloud in range(CLOUDS)))
    selection["null_silhouette"] = clouds.mean(axis=0)
    selection["null_error"] = clouds.std(axis=0, ddof=1) / np.sqrt(CLOUDS)
    k = choose_k(selection)
    selection["chosen"] = selection["k"] == k
    model = models[k]
    by_value = np.argsort(-pd.Series(values[:, 2]).groupby(model.labels_).mean().to_numpy())
    number = np.argsort(by_value)
    assignments = pd.DataFrame({
        "customer_id": customers.index.astype(str), "cluster": number[model.labels_],
        "distance": np.linalg.norm(points - model.cluster_centers_[model.labels_], axis=1)})
    stability = np.nanmean([result[k - 2][1] for result in results], axis=0)[by_value]
    profiles = customers[FEATURES].groupby(assignments["cluster"].to_numpy()).agg(["mean", "median"])
    profiles.columns = ["_".join(column) for column in profiles.columns]
    profiles["customers"] = assignments["cluster"].value_counts().sort_index()
    profiles["revenue_share"] = customers["monetary"].groupby(assignments["cluster"].to_numpy()).sum() / customers["monetary"].sum()
    profiles["jaccard"] = stability
    return selection, assignments, profiles.reset_index(names="cluster"), k


# --- stability --------------------------------------------------------------------------------------------------------

def refits(values, points, k):
    """The study's refit at one instant, and how far refits agree anyway: with other seeds, and on resampled customers."""
    models = [fit(points, k, RESTARTS, SEED + 1000 * i) for i in range(1 + NOISE_SEEDS)]
    noise = np.mean([adjusted_rand_score(a.labels_, b.labels_) for a, b in combinations(models, 2)])
    resampled = []
    for i in range(NOISE_RESAMPLES):
        drawn = np.log1p(values[np.random.default_rng([SEED, 2, i]).integers(0, len(values), len(values))])
        scaler = StandardScaler().fit(drawn)
        model = fit(scaler.transform(drawn), k, RESTARTS, SEED)
        resampled.append(adjusted_rand_score(models[0].labels_, model.predict(scaler.transform(np.log1p(values)))))
    return models[0], noise, np.mean(resampled)


def population_stability(reference, current, bins=10):
    cuts = np.unique(np.quantile(reference, np.arange(1, bins) / bins))
    if cuts[0] == reference.min():  # What lies below the lowest value ever seen is drift.
        cuts = np.insert(cuts, 0, np.nextafter(cuts[0], -np.inf))
    p = np.bincount(np.searchsorted(cuts, reference), minlength=len(cuts) + 1)
    q = np.bincount(np.searchsorted(cuts, current), minlength=len(cuts) + 1)
    p, q = p[p + q > 0], q[p + q > 0]
    if not (p * q).all():  # Half a customer more in each bin keeps the index finite.
        p, q = p + 0.5, q + 0.5
    p, q = p / p.sum(), q / q.sum()
    return float(((q - p) * np.log(q / p)).sum())


def known_at(lines, events, instant):
    """Recency, frequency and monetary with only what had happened before the instant: no return from later."""
    past = events[events["occurred_at"] < instant]
    net = lines["quantity"].where(~lines["is_return"], 0).copy()
    net.loc[past.index] = settle(past)[0]
    kept = lines[(net > 0) & (lines["occurred_at"] < instant)]
    amount = net[kept.index] * kept["unit_price"]
    codes, order = kept["customer_id"].cat.codes.to_numpy(), kept["order_id"].cat.codes.to_numpy()
    size = len(lines["customer_id"].cat.categories)
    pairs = np.unique(codes.astype(np.int64) * len(lines["order_id"].cat.categories) + order)
    frequency = np.bincount(pairs // len(lines["order_id"].cat.categories), minlength=size)
    monetary = np.bincount(codes, weights=amount, minlength=size)
    last = kept.groupby(codes)["occurred_at"].max()
    recency = (instant - last).dt.days.to_numpy()
    known = last.index.to_numpy()
    return known, np.column_stack([recency, frequency[known], monetary[known]])


def study(lines, as_of, k, workers, known_at=known_at, features=FEATURES):
    """`known_at` gives the customers known at an instant and their features, with nothing from later."""
    lines = lines[lines["customer_id"].notna() & (lines["unit_price"] >= 0)]
    events = returned_events(lines)
    lines = lines[lines["unit_price"] > 0]
    events = events[events["unit_price"] > 0]
    first, last = lines["occurred_at"].min(), lines["occurred_at"].max()
    start = (first + (last - first) / 2).normalize()
    instants = [start]
    while start + pd.DateOffset(months=len(instants)) <= as_of:
        instants.append(start + pd.DateOffset(months=len(instants)))
    steps = len(instants) - 1
    latest = steps // 2
    count = min(ORIGINS, latest + 1)
    origins = [0] if count == 1 else [(i * latest * 2 + count - 1) // (2 * (count - 1)) for i in range(count)]

    values = [known_at(lines, events, instant)[1] for instant in instants]
    scalers = [StandardScaler().fit(np.log1p(value)) for value in values]
    points = [scaler.transform(np.log1p(value)) for scaler, value in zip(scalers, values)]
    fitted = workers(delayed(refits)(value, point, k) for value, point in zip(values, points))
    noise, resampled = [result[1] for result in fitted], [result[2] for result in fitted]
    models = [result[0] for result in fitted]

    known = {}

    def compare(model, at):
        if (model, at) not in known:
            labels = models[model].predict(scalers[model].transform(np.log1p(values[at])))
            table = contingency_matrix(labels, models[at].labels_)
            kept = table[linear_sum_assignment(-table)].sum()
            known[model, at] = {
                "ari": adjusted_rand_score(labels, models[at].labels_),
                "ami": adjusted_mutual_info_score(labels, models[at].labels_),
                "moved_share": 1 - kept / table.sum(),
            }
        return known[model, at]

    def simulate(name, origin, is_due):
        model, rows = origin, []
        for at in range(origin + 1, steps + 1):
            found = compare(model, at)
            due = is_due(at - model, found["ari"])
            rows.append({
                "strategy": name, "origin": instants[origin], "at": instants[at], "horizon_steps": at - origin,
                **found, "noise_ari": noise[at], "resampled_ari": resampled[at], "is_refit": due})
            if due:
                model = at
        return rows

    path = [row for origin in origins for row in simulate("never", origin, lambda age, ari: False)]
    for n in range(1, steps + 1):
        path += simulate(f"every_{n}", 0, lambda age, ari, n=n: age >= n)
    path += simulate("below_threshold", 0, lambda age, ari: ari < THRESHOLD)
    path = pd.DataFrame(path)
    drift = pd.DataFrame([
        {"origin": instants[o], "at": instants[t], "feature": name, "psi": population_stability(values[o][:, i], values[t][:, i])}
        for o in origins for t in range(o + 1, steps + 1) for i, name in enumerate(features)])
    never = path[path["strategy"] == "never"].groupby("horizon_steps")["ari"]
    horizons = pd.DataFrame({
        "origins": never.size(), "ari_median": never.median(), "ari_minimum": never.min(), "ari_p10": never.quantile(0.1)})
    below = np.flatnonzero((horizons["ari_p10"] < THRESHOLD).to_numpy())
    interval = int(below[0]) if len(below) else len(horizons)
    return path, drift, horizons.reset_index(), interval


# --- outputs ----------------------------------------------------------------------------------------------------------

def write(folder, name, frame):
    frame.to_parquet(os.path.join(folder, f"{name}.parquet"), compression="snappy", index=frame.index.name is not None)


def report(folder, figures, tables):
    parts = ["<!doctype html><meta charset=utf-8><title>Customer segmentation</title>",
             "<style>body{font:14px sans-serif;margin:2em}table{border-collapse:collapse}td,th{padding:2px 8px}</style>"]
    parts += [f"<p>{html.escape(key)}: <b>{html.escape(str(value))}</b></p>" for key, value in figures.items()]
    parts += [f"<h2>{html.escape(title)}</h2>{frame.to_html(float_format='%.4g')}" for title, frame in tables.items()]
    with open(os.path.join(folder, "report.html"), "w", encoding="utf-8") as file:
        file.write("\n".join(parts))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--input", required=True, help="a csv file, or a folder of them")
    parser.add_argument("--output", required=True, help="folder for Parquet files and report.html")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="independent fits at a time")
    parser.add_argument("--study-k", type=int, help="clusters of the stability study (default: the number chosen)")
    options = parser.parse_args()
    os.makedirs(options.output, exist_ok=True)
    start = time.perf_counter()
    with timed("ingest"):
        lines, rejects, columns = ingest(options.input)
        for name, frame in (("ingest.lines", lines), ("ingest.rejects", rejects), ("ingest.profile", columns)):
            write(options.output, name, frame)
    with timed("clean_returns"):
        lines, ledger, rows = clean_returns(lines, rejects)
        for name, frame in (("lines", lines), ("returns_ledger", ledger), ("row_ledger", rows)):
            write(options.output, f"clean_returns.{name}", frame)
    with timed("features"):
        as_of = lines["occurred_at"].max() + pd.Timedelta(days=1)
        customers, orders = features_of(lines, as_of)
        write(options.output, "features.customers", customers)
    with timed("rfm"):
        table, segments = rfm(customers)
        write(options.output, "rfm.customers", table)
        write(options.output, "rfm.segments", segments)
    with timed("summary"):
        figures, monthly, at_risk, opportunities = summarise(table, segments, lines)
        for name, frame in (("monthly", monthly.reset_index()), ("at_risk", at_risk), ("opportunities", opportunities)):
            write(options.output, f"summary.{name}", frame)
    with timed("activity"):
        last, products, months = marketing.activity(lines, table)
        for name, frame in (("last_lines", last), ("segment_products", products), ("segment_months", months)):
            write(options.output, f"activity.{name}", frame)
    with timed("evolution"):
        evolved, migrations, concentration = evolution.evolution(
            orders, as_of, lambda state: scored(state)["segment"], [name for name, _ in SEGMENTS] + ["autre"])
        for name, frame in (("segments", evolved), ("migrations", migrations), ("concentration", concentration)):
            write(options.output, f"evolution.{name}", frame)
    with timed("cohorts"):
        retention, curve, kpis = marketing.cohorts(lines, table, customers["first_order_at"], as_of)
        write(options.output, "cohorts.retention", retention)
        write(options.output, "cohorts.curve", curve)
    with timed("scenarios"):
        results, baselines, curves = evolution.scenarios(lines, table, customers["first_order_at"], retention)
        for name, frame in (("results", results), ("baselines", baselines), ("curves", curves)):
            write(options.output, f"scenarios.{name}", frame)
    with timed("baskets"):
        sets, rules = marketing.baskets(lines)
        for name, frame in (("itemsets", sets), ("rules", rules)):
            write(options.output, f"baskets.{name}", frame.map(lambda one: sorted(one) if isinstance(one, frozenset) else one))
    with timed("recommendations"):
        offers = marketing.recommendations(lines, table, rules)
        offers["product_name"] = offers["product_id"].map(marketing.product_names(lines))
        write(options.output, "recommendations.customers", offers)
    # A fit of a few thousand points is too short to share: one thread each, several side by side. Threads, not
    # processes: scikit-learn lets go of the interpreter's lock where it counts, and there is nothing to copy.
    with threadpool_limits(1), Parallel(n_jobs=options.jobs, backend="threading") as workers:
        with timed("kmeans"):
            selection, assignments, profiles, k = clusters(customers, workers)
            for name, frame in (("k_selection", selection), ("assignments", assignments), ("profiles", profiles)):
                write(options.output, f"kmeans.{name}", frame)
        with timed("stability"):
            path, drift, horizons, interval = study(lines, as_of, options.study_k or k, workers)
            for name, frame in (("path", path), ("drift", drift), ("horizons", horizons)):
                write(options.output, f"stability.{name}", frame)
    # Fits with lifetimes and Excel files hold the interpreter's lock: these want processes.
    with Parallel(n_jobs=options.jobs) as processes:
        with timed("clv"):
            values, calibration, model = lifetime_value.lifetime_value(lines, customers, as_of, processes)
            for name, frame in (("customers", values), ("calibration", calibration)):
                write(options.output, f"clv.{name}", frame)
        with timed("exports"):
            exported = exports.export({
                "rfm-customers": table.reset_index(), "rfm-segments": segments.reset_index(),
                "summary-at_risk": at_risk.reset_index(), "summary-opportunities": opportunities.reset_index(),
                "kmeans-assignments": assignments, "cohorts-retention": retention, "clv-customers": values,
                "scenarios-results": results, "baskets-rules": rules, "recommendations-customers": offers,
            }, os.path.join(options.output, "exports"), processes)
    with timed("report"):
        marketing.client_pages(options.output, table, last, offers)
        report(options.output, figures, {
            "Products of segments": products, "Cohorts": retention, "Retention by age": curve,
            "Segments at each quarter": evolved, "Migrations": migrations, "Concentration": concentration,
            "Scenarios": results, "Calibration": calibration, "Segments": segments, "Months": monthly, "At risk": at_risk, "Opportunities": opportunities,
            "Number of clusters": selection, "Clusters": profiles, "Stability": path, "Horizons": horizons})
    seconds = time.perf_counter() - start
    print(json.dumps({
        "figures": figures,
        "segments": {name: [int(row.customers), round(row.revenue, 4)] for name, row in segments.iterrows()},
        "rows": {column: int(rows[column].sum()) for column in (
            "rows_read", "kept", "rejected", "duplicates", "anonymous", "returns", "matched_quantity", "net_quantity")},
        "k": k,
        "inertia": {str(row.k): round(row.inertia, 4) for row in selection.itertuples()},
        "silhouette": {str(row.k): round(row.silhouette, 6) for row in selection.itertuples()},
        "bootstrap_ari": {str(row.k): round(row.bootstrap_ari, 4) for row in selection.itertuples()},
        "never_refit": {str(int(row.horizon_steps)): round(row.ari_p10, 4) for row in horizons.itertuples()},
        "interval_steps": interval,
        "cohorts": {key: None if value is None else round(float(value), 6) for key, value in kpis.items()},
        "rules": len(rules),
        "itemsets": len(sets),
        "offers": len(offers),
        "last_lines": len(last),
        "evolution": {f"{row.at_time:%Y-%m-%d} {row.segment}": [int(row.customers), round(row.revenue, 4), int(row.period_orders)]
                      for row in evolved.itertuples()},
        "migrations": {f"{row.to_time:%Y-%m-%d} {row.from_segment} {row.segment}": int(row.customers)
                       for row in migrations.itertuples()},
        "concentration": {str(row.customer_percent): round(row.revenue_share, 9) for row in concentration.itertuples()},
        "clv": model,
        "calibration": {str(row.repeats): [int(row.customers), int(row.actual), row.predicted] for row in calibration.itertuples()},
        "scenarios": {f"{row.scenario} {row.measure}": [row.baseline, row.value] for row in results.itertuples()},
        "exported": exported,
        "seconds": {**{stage: round(value, 3) for stage, value in SECONDS.items()}, "total": round(seconds, 3)},
    }, indent=2, default=float))


if __name__ == "__main__":
    main()
