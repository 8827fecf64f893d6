"""How the tables came to be: one file of `versions` a step, its tables in a package of the same name."""
