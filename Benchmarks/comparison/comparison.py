"""Measures palier beside other runners on pipelines of the same programs, and writes docs/comparison.md."""

import argparse
import os
import platform
import statistics
import tempfile
import time
from pathlib import Path

import shapes
from runners import ROOT, DVC, Doit, Palier, Runner, Snakemake, clear

CASES = {
    "cold": "nothing was built before",
    "no-op": "nothing changed",
    "leaf": "a file that the last stage alone reads has another content",
    "root": "the first stage's file has its lines in another order: what it gives is as before",
}


class Measured:
    """Seconds and stages that ran, of one runner in one case."""

    def __init__(self):
        self.seconds: list[float] = []
        self.ran: set[int] = set()

    def add(self, seconds: float, ran: int) -> None:
        self.seconds.append(seconds)
        self.ran.add(ran)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def timed(runner: Runner, folder: Path) -> tuple[float, int]:
    start = time.perf_counter()
    text = runner.run(folder)
    return time.perf_counter() - start, runner.ran(text)


def measure(runners, stages, lines, cases, repetitions, work) -> dict[str, dict[str, Measured]]:
    """The runners take turns, so that a busy moment of the machine does not meet one of them alone."""
    found = {case: {runner.name: Measured() for runner in runners} for case in cases}
    for repetition in range(repetitions):
        for runner in runners:
            # Kept to the end: a file system that has just lost many files is slow to make new ones.
            folder = work / f"{len(stages)}-{runner.name}-{repetition}"
            clear(folder)
            shapes.write_data(folder, stages, lines)
            runner.write(folder, stages)
            # Files that are younger than the resolution of their times are read again by whoever is careful.
            time.sleep(0.2)
            for case in cases:
                if case == "leaf":
                    shapes.change_leaf(folder, repetition)
                if case == "root":
                    shapes.shuffle(folder, stages, repetition)
                found[case][runner.name].add(*timed(runner, folder))
            print(f"{runner.name} {repetition + 1}/{repetitions}", flush=True)
        ends = {runner.output(work / f"{len(stages)}-{runner.name}-{repetition}", list(stages)[-1]).read_text() for runner in runners}
        if len(ends) != 1:
            raise SystemExit("the runners do not agree on the last stage's output")
    return found


def table(found, runners) -> list[str]:
    """Seconds, how many times palier's, and how many stages ran."""
    lines = [
        "| case | " + " | ".join(runner.name for runner in runners) + " |",
        "|---|" + "---:|" * len(runners),
    ]
    for case, measured in found.items():
        cells = []
        for runner in runners:
            one = measured[runner.name]
            ratio = one.median / measured["palier"].median
            times = "" if runner.name == "palier" else f" ({ratio:.1f}×)" if ratio < 100 else f" ({ratio:.0f}×)"
            ran = "/".join(map(str, sorted(one.ran)))
            cells.append(f"{one.median:.3f} s{times}, {ran} ran")
        lines.append(f"| {case} | " + " | ".join(cells) + " |")
    return lines


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.split(":", 1)[1].strip()
    return platform.machine()


def document(twelve, many, options, runners, few) -> str:
    commands = [
        f"| {runner.name} {runner.version()} | `{' '.join(Path(part).name if '/' in part else part for part in runner.command)}` "
        f"| {runner.remark or 'stages of kind `command`'} |"
        for runner in runners
    ]
    return "\n".join(
        [
            "# Beside other runners",
            "",
            "What the runner itself costs: the same programs (`sort -u -o OUTPUT INPUTS`), the same files, the same graph,",
            "and two at a time where the runner can. `bash Benchmarks/comparison/run.sh` measures and writes this page.",
            "",
            "| runner | command | |",
            "|---|---|---|",
            *commands,
            "",
            "Medians of whole processes, the runners taking turns, on " + f"{os.cpu_count()} × {processor()}, "
            f"{platform.system()} {platform.release().split('-')[0]}.",
            *(
                [f"Others used the machine; all runners had the same raised priority (nice -{options.priority})."]
                if options.priority
                else []
            ),
            f"The load of the machine was {options.load[0]:.1f} when it began and {os.getloadavg()[0]:.1f} when it ended.",
            "In brackets: how many times palier's. *n ran*: how many stages the runner says it executed.",
            "",
            f"## Twelve stages, {options.lines:,} lines of data, {options.repetitions} times",
            "",
            *table(twelve, runners),
            "",
            *[f"- *{case}*: {words}." for case, words in CASES.items()],
            "",
            f"## {options.stages:,} small stages, {options.large_repetitions} times",
            "",
            "Ten layers; each stage reads two of the layer above and sorts some lines.",
            "",
            *table(many, few),
            "",
            "## What they do differently",
            "",
            "- Palier keeps every version of every output, with its digest and key, and syncs them to the disk before any",
            "  becomes current; the others write outputs in place.",
            "- Palier, DVC and doit stop at a stage that gives what it gave before. Snakemake looks at times, and at",
            "  checksums of inputs below a bound.",
            "- Snakemake, DVC and doit are Python programs that import their libraries at each start, which is most of what",
            "  a no-op costs them.",
            "- All can do much that is not measured here.",
            "",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repetitions", type=int, default=7)
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--stages", type=int, default=1000)
    parser.add_argument("--large-repetitions", type=int, default=5)
    parser.add_argument("--work", type=Path, default=ROOT / ".build", help="where the pipelines are made and run")
    parser.add_argument("--write", type=Path, default=ROOT / "docs/comparison.md")
    parser.add_argument("--priority", type=int, default=0, help="raise the runners' priority on a busy machine (root)")
    options = parser.parse_args()
    os.nice(-options.priority)
    options.load = os.getloadavg()
    runners, few = [Palier(), Doit(), DVC(), Snakemake()], [Palier(), Doit()]
    with tempfile.TemporaryDirectory(prefix="comparison-", dir=options.work) as name:
        work = Path(name)
        twelve = measure(runners, shapes.TWELVE, options.lines, CASES, options.repetitions, work)
        graph = shapes.many(options.stages)
        many = measure(few, graph, 5, ["cold", "no-op", "leaf", "root"], options.large_repetitions, work)
    text = document(twelve, many, options, runners, few)
    options.write.write_text(text)
    print(text)


if __name__ == "__main__":
    main()
