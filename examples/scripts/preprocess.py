"""Prepares a small data set, one coloured line a stage: the python step of deploy-api.chronum.yaml."""

import sys
import time

STAGES = [
    ("36", "load", "1,204 records from the last build"),
    ("33", "clean", "17 duplicates removed"),
    ("35", "index", "3 tables"),
    ("32", "done", "1,187 records ready"),
]

for colour, stage, detail in STAGES:
    print(f"\033[{colour}m{stage:>6}\033[0m  {detail}", flush=True)
    time.sleep(0.35)

print("nothing to report", file=sys.stderr)
