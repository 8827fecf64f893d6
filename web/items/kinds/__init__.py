"""The kinds of question as pages handle them: one class each, looked up in `registry`."""
