"""Runs relational stages in one Spark session: a request a line on standard input, an answer a line on standard output.

Requests are JSON objects with "op": start, open, step, output, view, close. An answer begins with ANSWER; meanwhile lines
that begin with PROGRESS tell how much of the work is done, from 0 to 1. Every other line is Spark's own log. When standard
input ends, so does the application.
"""

import json
import os
import re
import signal
import sys
import threading
import traceback

from py4j.protocol import Py4JNetworkError
from pyspark import StorageLevel
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

ANSWER = "\x1epalier "
PROGRESS = "\x1eprogress "


PLACES = [
    # Pattern, and whether columns count from 0 in it.
    (re.compile(r"\(line (\d+), pos (\d+)\)"), True),
    (re.compile(r"; line (\d+) pos (\d+)"), True),
    (re.compile(r"== SQL[^\n]*\(line (\d+), position (\d+)\)"), False),
]


# A task that failed as often as Spark tries: where, and why the last time.
LOST = re.compile(r"most recent failure: Lost task \S+ in stage \S+ \(TID \d+\) \((\S+) executor (\S+)\): ([^\n]*)")

# What means trouble with the machines rather than with the statement: what to say, and how to mend it.
TROUBLES = [
    ("No space left on device", "the disk is full",
     "free space where \"spark.local.dir\" lies on that machine, or in \"storage\"; SPARK_LOCAL_DIRS gives a worker other disks"),
    ("OutOfMemoryError", "there is too little memory",
     "raise \"spark.executor.memory\" in \"conf\", or lower \"spark.executor.cores\""),
]


def literal(path):
    """A path as Spark's patterns write it: that very file, whatever its name."""
    return re.sub(r"([{}\[\]*?\\])", r"\\\1", path)


def troubled(text):
    """What a failed task says of its machine: message and mend; {} where it says nothing of the kind."""
    lost = LOST.search(text)
    if not lost:
        return {}
    host, executor, reason = lost.groups()
    place = f"{host}, executor {executor}"
    for sign, message, mend in TROUBLES:
        if sign in text:
            return {"message": f"{message} ({place}): {sign}", "mend": mend}
    return {"message": f"a task failed ({place}): " + re.sub(r"^[\w.$]+(?:Exception|Error): ", "", reason)}


class Driver:
    def __init__(self):
        self.spark = None
        self.session = None
        self.kept = []
        self.texts = {}

    def start(self, request):
        builder = SparkSession.builder.appName(request["app"]).master(request["master"])
        for name, value in request["conf"].items():
            builder = builder.config(name, value)
        self.spark = builder.getOrCreate()
        self.spark.sparkContext.setLogLevel("ERROR")
        return {"version": self.spark.version, "application": self.spark.sparkContext.applicationId}

    def open(self, request):
        """A session of the stage's own: no view or function of another stage is seen."""
        self.session = self.spark.newSession()
        # Settings given at the start belong to the first session alone.
        for name, value in request["settings"].items():
            self.session.conf.set(name, value)
        for statement in re.split(r";[ \t]*(?:\n|$)", request["prelude"]):
            if re.sub(r"--[^\n]*", "", statement).strip():
                self.session.sql(statement)
        for name, files in request["tables"].items():
            self.session.read.parquet(*map(literal, files)).createOrReplaceTempView(name)
        return {}

    def step(self, request):
        """A table for later blocks: kept where several read it, else a part of the one that does."""
        frame = self.session.sql(request["sql"], args=request["arguments"])
        if request["kept"]:
            frame = frame.persist(StorageLevel.MEMORY_AND_DISK)
            self.kept.append(frame)
            frame.count()
        frame.createOrReplaceTempView(request["name"])
        return {}

    def output(self, request):
        frame = self.session.sql(request["sql"], args=request["arguments"])
        frame.write.mode("overwrite").parquet(request["path"])
        # Later blocks read what was written: it is not computed twice.
        self.session.read.schema(frame.schema).parquet(literal(request["path"])).createOrReplaceTempView(request["name"])
        return {}

    def view(self, request):
        """Files in the place of what later blocks read by that name."""
        self.session.read.parquet(*map(literal, request["files"])).createOrReplaceTempView(request["name"])
        return {}

    def progress(self):
        """The share of tasks that are done, of the jobs that run; None where none does."""
        if self.spark is None:
            return None
        tracker = self.spark.sparkContext.statusTracker()
        done = tasks = 0
        for job in tracker.getActiveJobsIds():
            info = tracker.getJobInfo(job)
            for stage in info.stageIds if info else []:
                state = tracker.getStageInfo(stage)
                if state:
                    done, tasks = done + state.numCompletedTasks, tasks + state.numTasks
        return done / tasks if tasks else None

    def close(self, request):
        for frame in self.kept:
            frame.unpersist()
        self.kept, self.texts = [], {}
        self.session = None
        return {}

    def has_lost_its_machine(self):
        """Whether the JVM has ended."""
        return self.spark is not None and self.spark.sparkContext._gateway.proc.poll() is not None

    def described(self, error, request):
        """An error in the terms of the SQL: what, and where in which block; Spark's own words in full as the detail."""
        text = str(error).strip()
        message = re.split(r"\n\s*== SQL|; line \d+ pos \d+|;\n'|\nJVM stacktrace|\n\s+at ", text)[0]
        result = {"message": re.sub(r"\s*\(line \d+, pos \d+\)$", "", message.strip()), "detail": text[-20000:]}
        for pattern, is_from_zero in PLACES:
            place = pattern.search(text)
            if not place:
                continue
            result["line"], result["column"] = int(place.group(1)), int(place.group(2)) + is_from_zero
            # What fails while it runs may stand in a step that this block reads.
            quoted = re.search(r"== SQL[^\n]*==\n([^\n]+)", text)
            if quoted and quoted.group(1) not in request.get("sql", ""):
                result["block"] = next((name for name, sql in self.texts.items() if quoted.group(1) in sql), None)
            break
        return result | ({} if "line" in result else troubled(text))


def main():
    # A terminal's Ctrl-C is the runner's to act on.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever Spark prints must not be taken for an answer, nor break one.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    driver = Driver()
    working, writing = threading.Event(), threading.Lock()

    def watch():
        while True:
            working.wait()
            try:
                share = driver.progress()
            except Exception:
                # An application that starts or ends has no progress; what went wrong is the request's to tell.
                share = None
            with writing:
                if share is not None and working.is_set():
                    out.write(f"\n{PROGRESS}{share:.3f}\n")
                    out.flush()
            threading.Event().wait(0.5)

    threading.Thread(target=watch, daemon=True).start()
    for line in sys.stdin:
        request = json.loads(line)
        working.set()
        if "sql" in request:
            driver.texts[request["name"]] = request["sql"]
        try:
            answer = getattr(driver, request["op"])(request)
        except PySparkException as error:
            answer = {"error": driver.described(error, request)}
        except Exception as error:
            if isinstance(error, (ConnectionError, Py4JNetworkError)) or driver.has_lost_its_machine():
                # Nothing more can be asked of this program; the runner sees it end.
                os._exit(1)
            # Py4J wraps what the JVM throws; its first lines say it, the rest is for the run's record.
            message = str(error).split("\n\tat ")[0].strip()[:4000]
            answer = {"error": {"message": message, "detail": traceback.format_exc()[-20000:]} | troubled(str(error))}
        with writing:
            working.clear()
            out.write(f"\n{ANSWER}{json.dumps(answer)}\n")
            out.flush()
    if driver.spark is not None:
        driver.spark.stop()


if __name__ == "__main__":
    main()
