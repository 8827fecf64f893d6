"""How Greenroom is run on one machine: servers, child processes and ports."""
