"""Where each line of an output comes from: the source map of a build, and answers from it."""
