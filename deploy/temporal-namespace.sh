#!/bin/sh
# Makes the namespace once the server answers, or sets its retention if it is there. Safe to repeat.
set -eu

retention=60d

# patiently WHAT COMMAND...: tries every two seconds for two minutes.
patiently() {
  what=$1 attempts=60
  shift
  until said=$("$@" 2>&1); do
    attempts=$((attempts - 1))
    if [ "$attempts" -le 0 ]; then
      echo "$what: $said" >&2
      exit 1
    fi
    sleep 2
  done
}

patiently "Temporal at $TEMPORAL_ADDRESS does not answer" temporal operator cluster health
if temporal operator namespace describe --namespace "$NAMESPACE" >/dev/null 2>&1; then
  # A namespace that was made a moment ago is not known to every part of the server yet.
  patiently "Retention was not set" temporal operator namespace update --namespace "$NAMESPACE" --retention "$retention"
else
  temporal operator namespace create --namespace "$NAMESPACE" --retention "$retention"
fi
