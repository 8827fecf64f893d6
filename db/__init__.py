"""Tables, and beside each table the queries that read it."""
