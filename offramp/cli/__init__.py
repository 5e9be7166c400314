"""The `offramp` command: the same verbs for operators."""
