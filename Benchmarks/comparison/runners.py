"""How each runner is told of a pipeline and run: as its own documentation recommends."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import shapes

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parents[2]
PALIER = os.environ.get("PALIER_BINARY", str(ROOT / ".build/release/palier"))


class Runner:
    """One runner. `ran` counts the stages that a run executed, from what the runner says itself."""

    name = ""
    command: list[str] = []
    remark = ""

    def write(self, folder: Path, stages: dict[str, list[str]]) -> None:
        raise NotImplementedError

    def ran(self, text: str) -> int:
        raise NotImplementedError

    def version(self) -> str:
        text = subprocess.run([str(BIN / "pip"), "show", self.name], capture_output=True, text=True, check=True).stdout
        return re.search(r"^Version: (.*)$", text, re.M).group(1)

    def run(self, folder: Path) -> str:
        environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "DVC_NO_ANALYTICS": "1"}
        done = subprocess.run(self.command, cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{self.name} failed:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
        return done.stdout + done.stderr

    def output(self, folder: Path, stage: str) -> Path:
        return folder / f"out/{stage}.txt"


def arguments(stages, stage, output, path) -> list[str]:
    """The program of a stage: sorts what it reads, each line once."""
    return ["sort", "-u", "-o", output] + shapes.own_files(stages, stage) + [path(name) for name in stages[stage]]


class Palier(Runner):
    name = "palier"

    def __init__(self):
        self.command = [PALIER, "run", "--json", "--progress", "none", "-q", "--jobs", "2"]

    def version(self) -> str:
        text = subprocess.run([self.command[0], "--version"], capture_output=True, text=True, check=True).stdout
        return text.split()[-1]

    def write(self, folder, stages):
        declared = [
            {
                "id": stage,
                "kind": "command",
                "command": arguments(
                    stages, stage, "${PALIER_OUTPUT_OUT}", lambda name: f"${{PALIER_INPUT_{name.upper()}_OUT}}"
                ),
                "inputs": [f"{name}.out" for name in inputs],
                "outputs": {"out": "file"},
                **({"files": files} if (files := shapes.own_files(stages, stage)) else {}),
            }
            for stage, inputs in stages.items()
        ]
        (folder / "pipeline.json").write_text(json.dumps({"name": "comparison", "stages": declared}, indent=1))

    def ran(self, text):
        return sum(stage["verdict"] == "ran" for stage in json.loads(text.splitlines()[0])["stages"])

    def output(self, folder, stage):
        return folder / f"output/current/{stage}/out"


class Doit(Runner):
    name = "doit"
    command = ["doit", "-n", "2"]
    remark = "`-n 2`: two processes; file dependencies by MD5, its default"

    def write(self, folder, stages):
        (folder / "out").mkdir()
        tasks = [
            {
                "name": stage,
                "actions": [arguments(stages, stage, f"out/{stage}.txt", lambda name: f"out/{name}.txt")],
                "file_dep": shapes.own_files(stages, stage) + [f"out/{name}.txt" for name in inputs],
                "targets": [f"out/{stage}.txt"],
            }
            for stage, inputs in stages.items()
        ]
        (folder / "tasks.json").write_text(json.dumps(tasks))
        (folder / "dodo.py").write_text(
            "import json\n\n\ndef task_stage():\n    yield from json.load(open('tasks.json'))\n"
        )

    def ran(self, text):
        return len(re.findall(r"^\.  stage:", text, re.M))


class DVC(Runner):
    name = "dvc"
    command = ["dvc", "repro"]
    remark = "`dvc repro` runs one stage at a time; it has no option for more"

    def write(self, folder, stages):
        (folder / "out").mkdir()
        subprocess.run([str(BIN / "dvc"), "init", "--no-scm", "-q"], cwd=folder, check=True)
        declared = {
            stage: {
                "cmd": " ".join(arguments(stages, stage, f"out/{stage}.txt", lambda name: f"out/{name}.txt")),
                "deps": shapes.own_files(stages, stage) + [f"out/{name}.txt" for name in inputs],
                "outs": [f"out/{stage}.txt"],
            }
            for stage, inputs in stages.items()
        }
        (folder / "dvc.yaml").write_text(json.dumps({"stages": declared}))

    def ran(self, text):
        return len(re.findall(r"^Running stage", text, re.M))


class Snakemake(Runner):
    name = "snakemake"
    command = ["snakemake", "--cores", "2"]
    remark = "reruns by its default triggers: times, and checksums of small inputs"

    def write(self, folder, stages):
        rules = [f'rule all:\n    input: {", ".join(repr(f"out/{stage}.txt") for stage in stages)}\n']
        for stage, inputs in stages.items():
            reads = shapes.own_files(stages, stage) + [f"out/{name}.txt" for name in inputs]
            rules.append(
                f"rule {stage}:\n    input: {', '.join(map(repr, reads))}\n    output: 'out/{stage}.txt'\n"
                "    shell: 'sort -u -o {output} {input}'\n"
            )
        (folder / "Snakefile").write_text("\n".join(rules))

    def ran(self, text):
        return len(re.findall(r"^(?:local)?rule (?!all:)\w+:$", text, re.M))


def clear(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
