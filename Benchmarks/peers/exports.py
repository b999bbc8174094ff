"""Tables for people: csv, Excel (written row by row with xlsxwriter, read back with calamine), a list a segment.

A part of pandas_sklearn.py.
"""

import os
import re

import numpy as np
import pandas as pd
import xlsxwriter
from joblib import delayed
from pandas.api.types import is_bool_dtype, is_datetime64_any_dtype, is_numeric_dtype
from python_calamine import CalamineWorkbook

FORMULA = re.compile(r"^[=+@\t\r-]")


def plain(frame):
    """Lists joined, times as text."""
    frame = frame.copy()
    for name in frame.columns:
        values = frame[name]
        if is_datetime64_any_dtype(values):
            frame[name] = values.astype(str)
        elif not is_numeric_dtype(values):
            held = values.astype(object)
            frame[name] = held.map(lambda cell: " + ".join(sorted(cell)) if isinstance(cell, (list, frozenset)) else cell)
    return frame


def guarded(frame):
    """Marks texts that a spreadsheet could take for a formula, looking at distinct ones only."""
    frame = frame.copy()
    for name in frame.columns:
        if not is_numeric_dtype(frame[name]):
            codes, distinct = pd.factorize(frame[name])
            marked = np.array(["'" + text if FORMULA.match(text) else text for text in map(str, distinct)] + [None], dtype=object)
            frame[name] = marked[codes]
    return frame


def write_sheet(frame, path):
    """Rows in order through a file, and counted again: xlsxwriter's constant memory is its fast way too."""
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, frame.columns)
        writers = [
            sheet.write_boolean if is_bool_dtype(frame[name]) else sheet.write_number if is_numeric_dtype(frame[name])
            else sheet.write_string for name in frame.columns]
        for row, cells in enumerate(frame.itertuples(index=False, name=None), start=1):
            for column, (write, cell) in enumerate(zip(writers, cells)):
                if cell is not None and cell == cell:
                    write(row, column, cell)
    read = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    held = sum(cell != "" for row in read[1:] for cell in row)
    expected = int((frame.notna() & (frame.astype(str) != "")).to_numpy().sum())
    if len(read) != len(frame) + 1 or held != expected:
        raise RuntimeError(f"{path} does not hold all cells: {held} of {expected}")


def write_table(frame, name, folder, with_segments):
    """One table in its forms. Returns how many rows each csv has."""
    frame = plain(frame)
    frame = frame.sort_values(list(frame.columns), kind="stable")
    text = guarded(frame)
    text.to_csv(os.path.join(folder, f"{name}.csv"), index=False)
    write_sheet(frame, os.path.join(folder, f"{name}.xlsx"))
    rows = {name: len(frame)}
    if with_segments:
        ordered = text.sort_values(["monetary", "customer_id"], ascending=[False, True])
        for segment, group in ordered.groupby("segment"):
            group.to_csv(os.path.join(folder, "segments", f"{segment}.csv"), index=False)
            rows[f"segments/{segment}"] = len(group)
    return rows


def export(tables, folder, workers):
    os.makedirs(os.path.join(folder, "segments"), exist_ok=True)
    # The longest first, so that no processor waits for it at the end.
    order = sorted(tables, key=lambda name: -tables[name].size)
    counted = workers(delayed(write_table)(tables[name], name, folder, name == "rfm-customers") for name in order)
    return {name: rows for one in counted for name, rows in one.items()}
