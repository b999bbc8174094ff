"""The pipelines that are compared: stages with their inputs, the same programs for every runner."""

import random
from pathlib import Path

# Twelve stages in the shape of Palier's own default pipeline.
TWELVE = {
    "ingest": [],
    "clean": ["ingest"],
    "features": ["clean"],
    "rfm": ["features"],
    "summary": ["rfm", "clean"],
    "kmeans": ["features"],
    "stability": ["clean", "kmeans"],
    "cohorts": ["clean"],
    "clv": ["features"],
    "baskets": ["clean"],
    "recommendations": ["baskets", "rfm"],
    "report": ["summary", "stability", "cohorts", "clv", "recommendations"],
}


def many(count: int, layers: int = 10) -> dict[str, list[str]]:
    """`count` stages in layers; each reads two of the layer above."""
    width = count // layers
    stages = {}
    for layer in range(layers):
        for index in range(width):
            above = [f"s{layer - 1}_{index}", f"s{layer - 1}_{(index + 1) % width}"] if layer else []
            stages[f"s{layer}_{index}"] = sorted(set(above))
    return stages


def own_files(stages: dict[str, list[str]], stage: str) -> list[str]:
    """The files outside the pipeline that a stage reads: the roots their data, the last one an options file."""
    files = [] if stages[stage] else [f"data/{stage}.txt"]
    return files + (["data/options.txt"] if stage == list(stages)[-1] else [])


def write_data(folder: Path, stages: dict[str, list[str]], lines: int) -> None:
    """The roots' files: the same numbers every time."""
    source = random.Random(1)
    (folder / "data").mkdir(parents=True)
    (folder / "data/options.txt").write_text("first\n")
    for stage in stages:
        if not stages[stage]:
            rows = [f"{source.getrandbits(40):012d} {stage}\n" for _ in range(lines)]
            (folder / f"data/{stage}.txt").write_text("".join(rows))


def shuffle(folder: Path, stages: dict[str, list[str]], seed: int) -> None:
    """Other bytes of the first root's file, the same lines: sorted, it gives what it gave."""
    path = folder / f"data/{next(iter(stages))}.txt"
    rows = path.read_text().splitlines(keepends=True)
    random.Random(seed).shuffle(rows)
    path.write_text("".join(rows))


def change_leaf(folder: Path, step: int) -> None:
    """Another content of the file that the last stage alone reads."""
    (folder / "data/options.txt").write_text(f"option {step}\n")
