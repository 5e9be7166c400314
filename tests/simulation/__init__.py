"""How often the estimators are right, on people with a planted effect. `./run simulate`; `--short` for a quick look."""
