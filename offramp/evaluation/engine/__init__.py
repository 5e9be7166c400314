"""The evaluation engine: a study file and tables in, estimates with their doubts out. Plain Python, no Django.

The same power as the command, for a notebook:

    from offramp.evaluation.engine import inputs, study, whole
    plan = study.load(Path("study.yaml").read_text())
    found = whole.evaluate(plan, inputs.read(plan, Path("extract")))
"""
