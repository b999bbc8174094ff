"""What each customer will buy and is worth: BG/NBD and gamma-gamma with lifetimes, an interval, a holdout.

A part of pandas_sklearn.py. Numbers and rules are those of docs/data-model.md.
"""

import contextlib
import io
import warnings

import numpy as np
import pandas as pd
from joblib import delayed
from lifetimes import BetaGeoFitter, GammaGammaFitter
from lifetimes.utils import ConvergenceError

WEEK = 7.0
MONTH_DAYS = 30.436875
HORIZON_MONTHS, DISCOUNT_RATE, HOLDOUT, RESAMPLES, SEED = 12, 0.1, 0.25, 100, 42
LAST_BUCKET = 7
TOLERANCE = 1e-5


def discounted(model, repeats, last, age):
    """Expected purchases of the coming months, each month's discounted from its end."""
    months = np.arange(1, HORIZON_MONTHS + 1)
    until = np.array([
        model.conditional_expected_number_of_purchases_up_to_time(month * MONTH_DAYS / WEEK, repeats, last, age)
        for month in months])
    factors = (1 + DISCOUNT_RATE) ** (-months / 12)
    return factors @ np.diff(until, axis=0, prepend=0)


def resampled_value(number, histories, place, repeats, spend, start, spend_start):
    """The total value with both models refitted on a resample of the customers, from the models of all of them."""
    warnings.filterwarnings("ignore")
    count = len(place)
    weights = np.bincount(np.random.default_rng([SEED, number]).integers(0, count, count), minlength=count).astype(float)
    grouped = np.bincount(place, weights=weights, minlength=len(histories))
    drawn = grouped > 0
    buyers = (weights > 0) & (repeats > 0) & (spend > 0)
    try:
        # An interval needs no more digits than this; lifetimes prints what does not converge.
        with contextlib.redirect_stdout(io.StringIO()):
            model = BetaGeoFitter().fit(
                *histories[drawn].T, weights=grouped[drawn], initial_params=start, tol=TOLERANCE)
            money = GammaGammaFitter().fit(
                repeats[buyers], spend[buyers], weights=weights[buyers], initial_params=spend_start, tol=TOLERANCE)
    except ConvergenceError:
        return np.nan
    worth = discounted(model, *histories.T)[place]
    return float((weights * worth * money.conditional_expected_average_profit(repeats, spend)).sum())


def holdout(lines, as_of):
    """The model fitted on the first part of the history, and what customers then bought."""
    bought = lines[lines["customer_id"].notna() & (lines["net_quantity"] > 0) & (lines["unit_price"] > 0)]
    days = pd.DataFrame({
        "customer_id": bought["customer_id"].cat.codes, "day": bought["occurred_at"].dt.normalize()}).drop_duplicates()
    first, end = days["day"].min(), as_of.normalize()
    split = first + pd.Timedelta(days=int((1 - HOLDOUT) * (end - first).days))
    before = days[days["day"] < split].groupby("customer_id")["day"].agg(["min", "max", "size"])
    actual = days.loc[days["day"] >= split, "customer_id"].value_counts().reindex(before.index, fill_value=0).to_numpy()
    repeats = before["size"].to_numpy(dtype=float) - 1
    last = (before["max"] - before["min"]).dt.days.to_numpy() / WEEK
    age = (split - before["min"]).dt.days.to_numpy() / WEEK
    model = BetaGeoFitter().fit(repeats, last, age)
    expected = model.conditional_expected_number_of_purchases_up_to_time((end - split).days / WEEK, repeats, last, age)
    frame = pd.DataFrame({"repeats": np.minimum(repeats, LAST_BUCKET).astype(int), "predicted": expected, "actual": actual})
    table = frame.groupby("repeats").agg(customers=("actual", "size"), predicted=("predicted", "sum"), actual=("actual", "sum"))
    table["predicted_mean"] = table["predicted"] / table["customers"]
    table["actual_mean"] = table["actual"] / table["customers"]
    return table.reset_index(), float(np.abs(expected - actual).mean())


def lifetime_value(lines, customers, as_of, workers):
    warnings.filterwarnings("ignore")
    repeats = customers["repeat_count"].to_numpy(dtype=float)
    spend = customers["repeat_mean_spend"].fillna(0).to_numpy(dtype=float)
    rows = np.column_stack([repeats, customers["repeat_last_days"] / WEEK, customers["repeat_age_days"] / WEEK])
    # Customers of equal history weigh together: the likelihood needs each history once.
    histories, place, sizes = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
    model = BetaGeoFitter().fit(*histories.T, weights=sizes)
    buyers = (repeats > 0) & (spend > 0)
    money = GammaGammaFitter().fit(repeats[buyers], spend[buyers])
    alive = model.conditional_probability_alive(*histories.T)
    expected = {days: model.conditional_expected_number_of_purchases_up_to_time(days / WEEK, *histories.T)
                for days in (30, 90, 365)}
    profit = np.asarray(money.conditional_expected_average_profit(repeats, spend))
    value = discounted(model, *histories.T)[place] * profit
    table = pd.DataFrame({
        "customer_id": customers.index.astype(str), "p_alive": np.asarray(alive)[place],
        **{f"expected_purchases_{days}d": np.asarray(found)[place] for days, found in expected.items()},
        "expected_spend": profit, "clv": value, "method": "bg_nbd"})
    start, spend_start = np.log(model.params_.to_numpy()), np.log(money.params_.to_numpy())
    likelihood = -model._negative_log_likelihood(start, *histories.T, sizes, 0) * sizes.sum()
    totals = workers(
        delayed(resampled_value)(number, histories, place, repeats, spend, start, spend_start)
        for number in range(RESAMPLES))
    low, high = np.nanquantile(totals, [0.025, 0.975])
    calibration, error = holdout(lines, as_of)
    return table, calibration, {
        **model.params_.to_dict(), **money.params_.to_dict(), "mean_absolute_error": error,
        "log_likelihood": float(likelihood), "clv": float(value.sum()),
        "clv_low": float(low), "clv_high": float(high), "expected_purchases_365d": float(table["expected_purchases_365d"].sum()),
        "expected_active_customers": float(table["p_alive"].sum())}
