"""The tables of step 0001: merchants are vetted."""
