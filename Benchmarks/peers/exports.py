"""Tables for people: csv, one Excel workbook (written row by row with xlsxwriter, read back with calamine), a list a
segment.

A part of pandas_sklearn.py.
"""

import os
import re

import numpy as np
import pandas as pd
import xlsxwriter
from joblib import delayed
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_float_dtype, is_numeric_dtype
from python_calamine import CalamineWorkbook

FORMULA = re.compile(r"^[=+@\t\r-]")


def plain(frame):
    """Lists joined, times as text, rows in the order of their content."""
    frame = frame.copy()
    for name in frame.columns:
        values = frame[name]
        if is_datetime64_any_dtype(values):
            frame[name] = values.astype(str)
        elif not is_numeric_dtype(values):
            held = values.astype(object)
            frame[name] = held.map(lambda cell: " + ".join(sorted(cell)) if isinstance(cell, (list, frozenset)) else cell)
    return frame.sort_values(list(frame.columns), kind="stable")


def guarded(frame):
    """Marks texts that a spreadsheet could take for a formula, looking at distinct ones only."""
    frame = frame.copy()
    for name in frame.columns:
        if not is_numeric_dtype(frame[name]):
            codes, distinct = pd.factorize(frame[name])
            marked = np.array(["'" + text if FORMULA.match(text) else text for text in map(str, distinct)] + [None], dtype=object)
            frame[name] = marked[codes]
    return frame


def write_workbook(tables, path):
    """A sheet a table. Rows in order through a file: xlsxwriter's constant memory is its fast way too."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        heading = workbook.add_format({"bold": True})
        fraction = workbook.add_format({"num_format": "#,##0.00##"})
        for title, frame in tables.items():
            sheet = workbook.add_worksheet(title[:31])
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, len(frame), len(frame.columns) - 1)
            for column, name in enumerate(frame.columns):
                sheet.set_column(column, column, 14, fraction if is_float_dtype(frame[name]) else None)
            sheet.write_row(0, 0, frame.columns, heading)
            writers = [
                sheet.write_boolean if is_bool_dtype(frame[name]) else sheet.write_number if is_numeric_dtype(frame[name])
                else sheet.write_string for name in frame.columns]
            for row, cells in enumerate(frame.itertuples(index=False, name=None), start=1):
                for column, (write, cell) in enumerate(zip(writers, cells)):
                    if cell is not None and cell == cell:
                        write(row, column, cell)
    written = CalamineWorkbook.from_path(path)
    for title, frame in tables.items():
        read = written.get_sheet_by_name(title[:31]).to_python()
        held = sum(cell != "" for row in read[1:] for cell in row)
        expected = int((frame.notna() & (frame.astype(str) != "")).to_numpy().sum())
        if len(read) != len(frame) + 1 or held != expected:
            raise RuntimeError(f"{title} does not hold all cells: {held} of {expected}")
    return {}


def write_texts(tables, folder):
    """A csv a table, and the customers of each segment. Returns how many rows each has."""
    rows = {}
    for name, frame in tables.items():
        text = guarded(frame)
        text.to_csv(os.path.join(folder, f"{name}.csv"), index=False)
        rows[name] = len(frame)
        if name == "rfm-customers":
            ordered = text.sort_values(["monetary", "customer_id"], ascending=[False, True])
            for segment, group in ordered.groupby("segment"):
                group.to_csv(os.path.join(folder, "segments", f"{segment}.csv"), index=False)
                rows[f"segments/{segment}"] = len(group)
    return rows


def export(tables, folder, workers):
    os.makedirs(os.path.join(folder, "segments"), exist_ok=True)
    tables = {name: plain(frame) for name, frame in tables.items()}
    counted = workers([
        delayed(write_workbook)(tables, os.path.join(folder, "workbook.xlsx")), delayed(write_texts)(tables, folder)])
    return {name: rows for one in counted for name, rows in one.items()}
