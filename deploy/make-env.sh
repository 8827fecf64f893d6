#!/bin/sh
# Writes .env for docker compose, with fresh random secrets that only you can read. Never overwrites one.
# Usage: sh deploy/make-env.sh [file]
set -eu

target=${1:-.env}
umask 077
set -C  # `>` refuses to overwrite

hex() { head -c 24 /dev/urandom | od -An -v -tx1 | tr -d ' \n'; }
base64_key() { head -c 32 /dev/urandom | base64 | tr -d '\n'; }

if ! (: >"$target") 2>/dev/null; then
  echo "$target is there already (or cannot be written) and was left as it is." >&2
  exit 1
fi

cat >>"$target" <<SECRETS
# Made by deploy/make-env.sh. Keep a copy in a safe place: without GREENROOM_MASTER_KEYS no stored document can be read.
# What each name means: deploy/env.example
GREENROOM_BASE_URL=http://127.0.0.1:8000
GREENROOM_PORTS=8000
GREENROOM_MAIL_FROM="Greenroom <no-reply@localhost>"
GREENROOM_SMTP_URL=smtp://mail:1025
GREENROOM_VIES_URL=
GREENROOM_SECRET_KEY=$(hex)
GREENROOM_MASTER_KEYS=k1:$(base64_key)
GREENROOM_S3_ACCESS_KEY=greenroom
GREENROOM_S3_SECRET_KEY=$(hex)
GREENROOM_DB_PASSWORD=$(hex)
POSTGRES_PASSWORD=$(hex)
TEMPORAL_DB_PASSWORD=$(hex)
SECRETS
echo "Wrote $target. Next: docker compose up --detach --wait"
