"""The command line: the verbs that belong to no feature, one module each, and how any verb is found and run."""
