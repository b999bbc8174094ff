#!/usr/bin/env python3
"""The events pipeline in process and on Spark, at several sizes: seconds, processor time, memory and bytes.

    python3 Benchmarks/scale.py --rows 1000000 [10000000 …] [--engine duckdb local cluster] [--folder FOLDER]

`local` is Spark with two threads in one process, `cluster` a master and two workers of one core each on the loopback,
started and ended here. What is timed is the whole command; the seconds of reading, of the other relational stages and of
the rest stand apart. Memory is the sum over the program and all that it started, workers included, at its highest of two
looks a second. Relational outputs are compared by content digest with those of the first engine.
"""

import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
SPARK = ROOT / ".deps/spark"
RELATIONAL = ["clean_returns", "features", "behaviour", "rfm", "summary", "cohorts"]
PORT = 17077


def resident(roots):
    """Bytes that processes and all that they started hold, and their processor seconds so far."""
    children, memory, ticks = {}, {}, {}
    for entry in pathlib.Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append(int(entry.name))
            memory[int(entry.name)] = int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
            ticks[int(entry.name)] = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    open_list, seen = list(roots), set()
    while open_list:
        process = open_list.pop()
        if process not in seen:
            seen.add(process)
            open_list += children.get(process, [])
    return sum(memory.get(p, 0) for p in seen), {p: ticks.get(p, 0) for p in seen}


class Watch(threading.Thread):
    def __init__(self, roots):
        super().__init__(daemon=True)
        self.roots, self.peak, self.seconds, self.isOver = roots, 0, {}, False

    def run(self):
        while not self.isOver:
            memory, seconds = resident(self.roots)
            self.peak = max(self.peak, memory)
            self.seconds |= seconds
            time.sleep(0.5)


class Cluster:
    def __init__(self, folder):
        environment = os.environ | {"SPARK_HOME": str(SPARK), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_NO_DAEMONIZE": "1"}
        self.processes = []
        for name, arguments in [
            ("master", ["master.Master", "--host", "127.0.0.1", "--port", str(PORT)]),
            *((f"worker{n}", ["worker.Worker", "--host", "127.0.0.1", "--cores", "1", "--memory", "3g", "--work-dir",
                              str(folder / f"work{n}"), f"spark://127.0.0.1:{PORT}"]) for n in (1, 2)),
        ]:
            log = open(folder / f"{name}.log", "w")
            self.processes.append(subprocess.Popen(
                [SPARK / "bin/spark-class", "org.apache.spark.deploy." + arguments[0], *arguments[1:], "--webui-port", "0"],
                env=environment, stdout=log, stderr=log))
            time.sleep(8)

    def close(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            process.wait()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--engine", nargs="+", choices=["duckdb", "local", "cluster"], default=["duckdb", "local", "cluster"])
    parser.add_argument("--memory", default="4GB")
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--palier", type=pathlib.Path, default=ROOT / ".build/release/palier")
    arguments = parser.parse_args()
    folder = arguments.folder or pathlib.Path(tempfile.mkdtemp(prefix="palier-scale-", dir="/var/tmp"))
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(ROOT / "stages", folder / "stages", dirs_exist_ok=True)
    try:
        for rows in arguments.rows:
            size(rows, arguments, folder)
    finally:
        if not arguments.folder:
            shutil.rmtree(folder, ignore_errors=True)


def size(rows, arguments, folder):
    data = folder / f"data-{rows}"
    if not data.exists():
        subprocess.run([arguments.palier, "sample", data, "--kind", "events", "--rows", str(rows), "--quiet"], check=True)
    first = None
    for engine in arguments.engine:
        settings = {"threads": 2, "memory_limit": arguments.memory}
        if engine != "duckdb":
            settings |= {"kind": "spark", "home": str(SPARK)}
            settings["master"] = "local[2]" if engine == "local" else f"spark://127.0.0.1:{PORT}"
            if engine == "cluster":
                settings["conf"] = {
                    "spark.executor.memory": "2g", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1",
                    "spark.sql.shuffle.partitions": "8"}
        config = folder / f"{engine}.json"
        text = (ROOT / "pipelines/rees46_events.json").read_text().replace("../pipeline.schema.json", "")
        config.write_text(text.replace(
            '"name": "rees46_events",', f'"name": "rees46_events",\n  "engine": {json.dumps(settings)},'))
        output = folder / f"output-{engine}"
        shutil.rmtree(output, ignore_errors=True)
        cluster = Cluster(folder) if engine == "cluster" else None
        try:
            start = time.monotonic()
            process = subprocess.Popen(
                [arguments.palier, "run", "-c", config, "--source", f"events={data}", "--output", output, "--json"],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
            watch = Watch([process.pid] + ([other.pid for other in cluster.processes] if cluster else []))
            watch.start()
            told, errors = process.communicate()
            seconds = time.monotonic() - start
            watch.isOver = True
        finally:
            if cluster:
                cluster.close()
        if process.returncode:
            sys.exit(f"scale: {engine}: {errors}")
        stages = {stage["id"]: stage for stage in json.loads(told)["stages"]}
        digests = {
            f"{name}.{output}": value["digest"] for name in ["ingest", *RELATIONAL] if name in stages
            for output, value in stages[name]["outputs"].items()}
        first = first or digests
        differ = sorted(name for name in digests if digests[name] != first[name])
        relational = sum(stages[name]["seconds"] for name in RELATIONAL if name in stages)
        bytes_held = sum(file.stat().st_size for file in (output / "artifacts").rglob("*") if file.is_file())
        print(
            f"{rows:,} events, {engine}: {seconds:.1f} s (ingest {stages['ingest']['seconds']:.1f}, relational "
            f"{relational:.1f}), processors {sum(watch.seconds.values()):.1f} s, peak {watch.peak / 2**20:,.0f} MB, "
            f"{bytes_held / 1e6:,.0f} MB held; " + (f"differ: {differ}" if differ else f"{len(digests)} outputs equal"), flush=True)


if __name__ == "__main__":
    main()
