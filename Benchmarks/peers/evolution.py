"""How segments changed: customers scored anew at every quarter's end, and what scenarios would make of them.

A part of pandas_sklearn.py. Numbers and rules are those of docs/data-model.md.
"""

import numpy as np
import pandas as pd

HORIZON_MONTHS = 12
SCENARIOS = [
    {"name": "retention_up", "kind": "all", "target": "", "retention": 10, "margin": 0, "discount": 0},
    {"name": "margin_up", "kind": "all", "target": "", "retention": 0, "margin": 5, "discount": 0},
    {"name": "promotion", "kind": "all", "target": "", "retention": 15, "margin": 0, "discount": 10},
    {"name": "champions_club", "kind": "segment", "target": "champions", "retention": 5, "margin": 0, "discount": 5},
]


def instants_until(first, as_of):
    """The first instant of every quarter after the one in which the data begin, and as_of itself."""
    start = (first.to_period("Q") + 1).start_time
    quarters = list(pd.date_range(start, as_of, freq="QS"))
    return quarters if quarters and quarters[-1] == as_of else quarters + [as_of]


def evolution(orders, as_of, scored, names):
    """Segments at each instant, the moves between them, and the concentration of revenue at the last.

    `scored` gives customers their segment from recency, frequency and monetary.
    """
    instants = instants_until(orders["at"].min(), as_of)
    states, previous = [], None
    for at in instants:
        past = orders[orders["at"] < at]
        recent = slice(None) if previous is None else (past["at"] >= previous).to_numpy()
        whole = past.assign(last=past["until"].where(past["until"] < at, past["at"]))
        state = whole.groupby("customer_id", observed=True).agg(
            frequency=("amount", "size"), monetary=("amount", "sum"), last=("last", "max"))
        state["recency_days"] = (at - state["last"]).dt.days
        period = past[recent].groupby("customer_id", observed=True)["amount"].agg(["sum", "size"])
        state["period_revenue"] = period["sum"].reindex(state.index, fill_value=0.0)
        state["period_orders"] = period["size"].reindex(state.index, fill_value=0)
        state["segment"] = scored(state)
        states.append(state.assign(at_time=at, period_from=previous))
        previous = at
    members = pd.concat(states)
    by_segment = members.assign(is_active=members["period_orders"] > 0).groupby(["at_time", "segment"]).agg(
        customers=("monetary", "size"), revenue=("monetary", "sum"), period_revenue=("period_revenue", "sum"),
        period_orders=("period_orders", "sum"), period_active=("is_active", "sum"),
        mean_recency_days=("recency_days", "mean"), mean_frequency=("frequency", "mean"), mean_monetary=("monetary", "mean"))
    every = pd.MultiIndex.from_product([instants, sorted(names)], names=["at_time", "segment"])
    counts = ["customers", "revenue", "period_revenue", "period_orders", "period_active"]
    segments = by_segment.reindex(every)
    segments[counts] = segments[counts].fillna(0)
    segments["customer_share"] = segments["customers"] / segments.groupby("at_time")["customers"].transform("sum")
    moves = []
    for before, after in zip(states, states[1:]):
        at = after["at_time"].iloc[0]
        pairs = after.assign(from_segment=before["segment"].reindex(after.index).fillna(""))
        moved = pairs.groupby(["from_segment", "segment"]).agg(
            customers=("monetary", "size"), revenue=("monetary", "sum"), period_revenue=("period_revenue", "sum"))
        moves.append(moved.reset_index().assign(from_time=before["at_time"].iloc[0], to_time=at))
    migrations = pd.concat(moves) if moves else pd.DataFrame()
    running = np.cumsum(np.sort(states[-1]["monetary"].to_numpy())[::-1])
    needed = -(-np.arange(1, 101) * len(running) // 100)
    concentration = pd.DataFrame({
        "customer_percent": np.arange(1, 101), "customers": needed, "revenue": running[needed - 1],
        "revenue_share": running[needed - 1] / running[-1]})
    return segments.reset_index(), migrations, concentration


def scenarios(lines, table, first_orders, retention):
    """Retention curves of all customers, each segment and each cohort, and what the scenarios make of them."""
    month = first_orders.dt.year * 12 + first_orders.dt.month
    members = pd.DataFrame({"segment": table["segment"], "cohort": month, "monetary": table["monetary"]})
    counted = lines[lines["customer_id"].notna() & (lines["unit_price"] > 0) & (lines["net_quantity"] != 0)]
    at = counted["occurred_at"]
    cohort = counted["customer_id"].map(month).astype(float)
    age = (at.dt.year * 12 + at.dt.month - cohort).clip(lower=0)
    activity = pd.DataFrame({
        "customer_id": counted["customer_id"], "age_months": age, "revenue": counted["amount_net"],
        "is_active": counted["net_quantity"] > 0}).dropna()
    activity = activity.groupby(["customer_id", "age_months"], observed=True).agg(
        revenue=("revenue", "sum"), active=("is_active", "max")).reset_index()
    activity = activity.join(members[["segment", "cohort"]], on="customer_id")
    known = retention.loc[~retention["masked"] & (retention["age"] <= HORIZON_MONTHS), ["cohort", "age"]]
    known = known.rename(columns={"age": "age_months"})
    month_name = lambda cohorts: (cohorts - 1).floordiv(12).astype(str) + "-" + ((cohorts - 1) % 12 + 1).astype(str).str.zfill(2)
    targets = {"all": lambda frame: "", "segment": lambda frame: frame["segment"], "cohort": lambda frame: month_name(frame["cohort"])}
    curves, baselines = [], []
    for kind, target in targets.items():
        sizes = members.assign(target=target(members)).groupby(["target", "cohort"]).agg(
            size=("monetary", "size"), revenue=("monetary", "sum")).reset_index()
        seen = activity.assign(target=target(activity)).groupby(["target", "cohort", "age_months"])[["active", "revenue"]].sum()
        cells = sizes[["target", "cohort", "size"]].merge(known, on="cohort")
        cells = cells.join(seen, on=["target", "cohort", "age_months"]).fillna({"active": 0, "revenue": 0})
        curve = cells.groupby(["target", "age_months"])[["size", "active", "revenue"]].sum().reset_index()
        curve.insert(0, "target_kind", kind)
        curve["retention"] = curve["active"] / curve["size"]
        curve["value"] = curve["revenue"] / curve["size"]
        curves.append(curve)
        whole = sizes.groupby("target").agg(customers=("size", "sum"), revenue=("revenue", "sum")).reset_index()
        whole.insert(0, "target_kind", kind)
        whole["retention"] = whole["target"].map(curve[curve["age_months"] == 1].set_index("target")["retention"])
        whole["clv"] = whole["target"].map(curve.groupby("target")["value"].sum())
        whole["months"] = whole["target"].map(curve["target"].value_counts()).fillna(0).astype(int)
        baselines.append(whole)
    curves, baselines = pd.concat(curves), pd.concat(baselines)
    results = []
    for scenario in SCENARIOS:
        chosen = (baselines["target_kind"] == scenario["kind"]) & (baselines["target"] == scenario["target"])
        base = baselines[chosen].iloc[0]
        curve = curves[(curves["target_kind"] == scenario["kind"]) & (curves["target"] == scenario["target"])]
        price = (1 + scenario["margin"] / 100) * (1 - scenario["discount"] / 100)
        raised = min(1, base["retention"] * (1 + scenario["retention"] / 100))
        factor = raised / base["retention"]
        later = np.where(curve["age_months"] == 0, curve["retention"], np.minimum(1, curve["retention"] * factor))
        per_active = np.divide(curve["revenue"], curve["active"], out=np.zeros(len(curve)), where=curve["active"] > 0)
        for measure, before, after in (
            ("revenue", base["revenue"], base["revenue"] * price * factor),
            ("clv", base["clv"], float((later * per_active).sum()) * price),
            ("retention", base["retention"], raised),
        ):
            results.append({
                "scenario": scenario["name"], "target_kind": scenario["kind"], "target": scenario["target"],
                "retention_pct": scenario["retention"], "margin_pct": scenario["margin"],
                "discount_pct": scenario["discount"], "measure": measure, "baseline": before, "value": after,
                "difference": after - before, "difference_pct": 100 * (after - before) / before})
    return pd.DataFrame(results), baselines, curves
