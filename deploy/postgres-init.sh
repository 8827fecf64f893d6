#!/bin/bash
# Runs once, on an empty data folder: one account and its own databases for each program that uses this server.
set -euo pipefail

# Passwords go through the environment of psql, so that they never stand on a command line.
psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 <<'SQL'
\getenv app_password GREENROOM_DB_PASSWORD
\getenv temporal_password TEMPORAL_DB_PASSWORD
CREATE ROLE greenroom LOGIN PASSWORD :'app_password';
CREATE ROLE temporal LOGIN PASSWORD :'temporal_password';
CREATE DATABASE greenroom OWNER greenroom;
CREATE DATABASE temporal OWNER temporal;
CREATE DATABASE temporal_visibility OWNER temporal;
REVOKE ALL ON DATABASE greenroom, temporal, temporal_visibility FROM PUBLIC;
SQL

# The extension behind full-text visibility has to be made by an administrator.
psql --username "$POSTGRES_USER" --dbname temporal_visibility --set ON_ERROR_STOP=1 \
  --command 'CREATE EXTENSION IF NOT EXISTS btree_gin'
