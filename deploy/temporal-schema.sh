#!/bin/sh
# Brings Temporal's tables up to the version of this image. Safe to repeat; run it before each new server version.
# The databases are made by postgres-init.sh. The password arrives as SQL_PASSWORD.
set -eu

schema() {
  database=$1 folder=/etc/temporal/schema/postgresql/v12/$2/versioned
  set -- --plugin postgres12 --ep "$POSTGRES_SEEDS" --port "${DB_PORT:-5432}" --user "$POSTGRES_USER" --db "$database"
  if said=$(temporal-sql-tool "$@" update-schema --schema-dir "$folder" 2>&1); then
    echo "$database is up to date."
    return
  fi
  # setup-schema sets the version of an existing database back to 0.0, so it runs only where there are no tables yet.
  case "$said" in
  *schema_version*"does not exist"*) ;;
  *) echo "$said" >&2; exit 1 ;;
  esac
  temporal-sql-tool "$@" setup-schema --version 0.0
  temporal-sql-tool "$@" update-schema --schema-dir "$folder"
  echo "$database was made."
}

schema temporal temporal
schema temporal_visibility visibility
