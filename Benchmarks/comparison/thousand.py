"""Writes a pipeline of many small command stages, to profile the runner itself: thousand.py DIR [STAGES]."""

import sys
from pathlib import Path

import shapes
from runners import Palier, clear

folder, count = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000
clear(folder)
stages = shapes.many(count)
shapes.write_data(folder, stages, 5)
Palier().write(folder, stages)
print(f"{len(stages)} stages: palier run -c {folder}/pipeline.json")
