#!/usr/bin/env python3
"""Reading events: Palier's ingest beside DuckDB's own COPY of the same files to Parquet, in pairs.

    Benchmarks/.venv/bin/python Benchmarks/events.py --rows 10000000 [--gzip] [--clean] [--pairs 3] [--memory 4GB]

Each pair runs one after the other on the same files; the ratio of a pair is Palier's time over DuckDB's, by the clock and
by processor time. Events and purchases are compared before times are told. `--whole` then runs the pipeline to its report,
twice, the second time for nothing, and tells every stage's time.
"""

import argparse
import json
import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent

# What a user of DuckDB would write, with the columns that Palier keeps and their types.
COPY = """
import duckdb, sys
target, memory, threads, *files = sys.argv[1:]
connection = duckdb.connect(config={"memory_limit": memory, "threads": threads, "temp_directory": target + ".tmp"})
connection.execute("SET enable_progress_bar = false")
names = ["event_time", "event_type", "product_id", "category_id", "category_code", "brand", "price", "user_id",
         "user_session"]
types = {name: "VARCHAR" for name in names} | {"event_time": "TIMESTAMP", "price": "DECIMAL(18, 4)"}
for index, file in enumerate(files):
    connection.execute(
        "COPY (SELECT user_id, user_session, event_time, event_type, product_id, category_code, brand, price "
        f"FROM read_csv(?, columns = {types}, header = true, auto_detect = false, delim = ',', quote = '\\"', "
        f"escape = '\\"', ignore_errors = true)) TO '{target}-{index}.parquet' (FORMAT parquet, COMPRESSION zstd)", [file])
print(*connection.execute(
    "SELECT count(*), count(*) FILTER (event_type = 'purchase'), sum(price) FROM read_parquet(?)",
    [[f"{target}-{index}.parquet" for index in range(len(files))]]).fetchone()[:2])
"""


def timed(command, **options):
    """Runs a command: seconds by the clock, of the processors, and the peak of memory in MB."""
    start = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, text=True, **options)
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"events: {command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    seconds = time.monotonic() - start
    return output, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--gzip", action="store_true", help="packed files")
    parser.add_argument("--clean", action="store_true", help="without malformed rows")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--memory", default="4GB")
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--folder", type=pathlib.Path, help="where to work; kept (default: a folder that is removed)")
    parser.add_argument("--palier", type=pathlib.Path, default=ROOT / ".build/release/palier")
    parser.add_argument("--whole", action="store_true", help="then the whole pipeline")
    arguments = parser.parse_args()
    folder = arguments.folder or pathlib.Path(tempfile.mkdtemp(prefix="palier-events-", dir="/var/tmp"))
    folder.mkdir(parents=True, exist_ok=True)
    try:
        measure(arguments, folder)
    finally:
        if not arguments.folder:
            shutil.rmtree(folder, ignore_errors=True)


def measure(arguments, folder):
    data = folder / "data"
    if not data.exists():
        options = ["--gzip"] * arguments.gzip + ["--clean"] * arguments.clean
        _, seconds, _, _ = timed(
            [arguments.palier, "sample", data, "--kind", "events", "--rows", arguments.rows, "--quiet", *options])
        print(f"generated in {seconds:.1f} s")
    files = sorted(data.iterdir())
    size = sum(file.stat().st_size for file in files)
    print(f"{arguments.rows:,} events, {len(files)} files, {size / 1e9:.2f} GB")
    # Engine limits stand in the config, so the ready pipeline is taken with its own.
    config = folder / "pipeline.json"
    text = (ROOT / "pipelines/rees46_events.json").read_text()
    engine = json.dumps({"threads": arguments.threads, "memory_limit": arguments.memory})
    text = text.replace('"name": "rees46_events",', f'"name": "rees46_events",\n  "engine": {engine},')
    config.write_text(text.replace('"stages/', f'"{ROOT}/stages/').replace("../pipeline.schema.json", ""))
    shutil.rmtree(folder / "stages", ignore_errors=True)
    shutil.copytree(ROOT / "stages", folder / "stages")
    config.write_text(config.read_text().replace(f"{ROOT}/stages/", "stages/"))

    ratios = []
    for pair in range(arguments.pairs):
        output = folder / "output"
        shutil.rmtree(output, ignore_errors=True)
        run = [arguments.palier, "run", "-c", config, "--source", f"events={data}", "--output", output]
        _, wall, processor, peak = timed([*run, "--until", "ingest", "--quiet"])
        ledger = subprocess.run(
            [arguments.palier, "show", "ingest.event_ledger", "-c", config, "--output", output, "--json"],
            check=True, capture_output=True, text=True).stdout
        rows = json.loads(ledger)
        events = sum(int(row["events"]) for row in rows)
        purchases = sum(int(row["purchases"]) for row in rows)
        rejected = sum(int(row["rejected"]) for row in rows)
        copied, peer_wall, peer_processor, peer_peak = timed(
            [sys.executable, "-c", COPY, folder / "copy", arguments.memory, arguments.threads, *files])
        told = [int(number) for number in copied.split()[-2:]]
        if told[0] - events not in range(0, rejected + 1):
            sys.exit(f"events: Palier read {events}, DuckDB {told[0]}, with {rejected} rejected")
        for copy in folder.glob("copy*"):
            shutil.rmtree(copy) if copy.is_dir() else copy.unlink()
        ratios.append((wall / peer_wall, processor / peer_processor))
        print(
            f"pair {pair + 1}: palier {wall:.1f} s (processor {processor:.1f} s, peak {peak:,.0f} MB), "
            f"duckdb {peer_wall:.1f} s ({peer_processor:.1f} s, {peer_peak:,.0f} MB): "
            f"{wall / peer_wall:.2f} by the clock, {processor / peer_processor:.2f} by processor; "
            f"{arguments.rows / wall / 1e6:.2f} M rows/s; {events:,} events, {purchases:,} purchases, {rejected:,} rejected",
            flush=True)
    print(
        f"ratio, median: {statistics.median(ratio[0] for ratio in ratios):.2f} by the clock, "
        f"{statistics.median(ratio[1] for ratio in ratios):.2f} by processor")
    if arguments.whole:
        output, wall, processor, peak = timed([*run, "--json"], stderr=subprocess.DEVNULL)
        stages = " ".join(f"{stage['id']} {stage['seconds']:.1f}" for stage in json.loads(output)["stages"])
        size = sum(file.stat().st_size for file in (folder / "output").rglob("*") if file.is_file())
        print(f"the rest: {wall:.1f} s (processor {processor:.1f} s, peak {peak:,.0f} MB, {size / 1e9:.2f} GB): {stages}")
        _, wall, _, peak = timed([*run, "--quiet"])
        print(f"again: {wall:.2f} s, peak {peak:,.0f} MB")


if __name__ == "__main__":
    main()
