#!/bin/sh
# Gets a machine ready: Debian packages, .venv, Python packages. Safe to repeat; quick when nothing is missing.
# Usage: sh ops/setup.sh run|test|lint   ("test" adds the browser, PostgreSQL and the developer tools; "lint" adds to
#                                         these the linter of scripts, the only thing here that needs Node.js)
set -eu
cd "$(dirname "$0")/.."
root=$(pwd)

run_packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig fonts-noto-cjk tesseract-ocr
  tesseract-ocr-eng tesseract-ocr-chi-sim tesseract-ocr-deu tesseract-ocr-fra"
test_packages="chromium poppler-utils postgresql"

case "${1:-}" in
run) lock=requirements.txt packages=$run_packages ;;
test | lint) lock=requirements-dev.txt packages="$run_packages $test_packages" ;;
*) echo "Usage: sh ops/setup.sh run|test|lint" >&2; exit 2 ;;
esac

fail() {
  echo "$*" >&2
  exit 1
}

# timed TEXT COMMAND...: says what is about to take a while, keeps its output in a log, says how long it took.
timed() {
  echo "$1 ..."
  shift
  mkdir -p var/log
  began=$(date +%s)
  if ! "$@" >var/log/setup.log 2>&1 </dev/null; then
    tail -n 20 var/log/setup.log >&2
    fail "That did not work; the whole output is in var/log/setup.log."
  fi
  echo "  done in $(($(date +%s) - began)) s"
}

find_python() {
  for candidate in ${PYTHON:-} python3.11 python3 python3.12 python3.13; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$candidate"
      return
    fi
  done
  fail "Greenroom needs Python 3.11 or newer; none was found. On Debian 12: sudo apt-get install python3"
}

missing_packages() {
  # shellcheck disable=SC2086  # a list of words
  installed=$(dpkg-query -W -f '${db:Status-Status}:${Package}:' $packages 2>/dev/null || true)
  for package in $packages; do
    case ":$installed" in *":installed:$package:"*) ;; *) printf '%s ' "$package" ;; esac
  done
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get -q -o DPkg::Lock::Timeout=300 update
  # shellcheck disable=SC2086  # a list of words
  apt-get -q -o DPkg::Lock::Timeout=300 install -y --no-install-recommends $missing
}

system_packages() {
  # Python itself may come without the part that makes virtual environments.
  if [ ! -x .venv/bin/python ] && ! "$(find_python)" -c 'import ensurepip, venv' 2>/dev/null; then
    packages="python3-venv $packages"
  fi
  if ! command -v dpkg-query >/dev/null; then
    command -v tesseract >/dev/null || fail "Not a Debian system: install Pango, HarfBuzz, fontconfig, Noto CJK fonts," \
      "Tesseract with eng, chi_sim, deu and fra (and for tests Chromium, poppler-utils, PostgreSQL), then run this again."
    return
  fi
  missing=$(missing_packages)
  [ -n "$missing" ] || return 0
  [ "$(id -u)" = 0 ] || fail "Please run: sudo apt-get install --no-install-recommends $missing"
  timed "Installing Debian packages ($missing)" apt_install
}

make_venv() {
  "$(find_python)" -m venv --clear .venv
}

install_python_packages() {
  # Everything is pinned with its hash, so there is nothing to resolve and nothing unpinned can slip in.
  .venv/bin/python -m pip install --no-deps --require-hashes --disable-pip-version-check --no-input -r "$lock"
}

# An environment that was moved, or whose Python was upgraded underneath it, is made anew.
virtual_environment() {
  made="$root $(.venv/bin/python -V 2>/dev/null || true)"
  if [ "$(cat .venv/.made 2>/dev/null)" != "$made" ]; then
    adoptable=$(.venv/bin/python -c 'import pip, sys; print(sys.prefix)' 2>/dev/null || true)
    [ "$adoptable" = "$root/.venv" ] && [ ! -f .venv/.made ] ||
      timed "Making the virtual environment .venv (about 5 s)" make_venv
    echo "$root $(.venv/bin/python -V)" >.venv/.made
  fi
}

python_packages() {
  wanted=$(sha256sum <"$lock")
  [ "$(cat ".venv/.installed-$lock" 2>/dev/null)" = "$wanted" ] && return
  # The developers' list holds all that the other one does, with the same versions.
  if [ "$lock" = requirements.txt ] && [ -f .venv/.installed-requirements-dev.txt ]; then
    [ "$(cat .venv/.installed-requirements-dev.txt)" = "$(sha256sum <requirements-dev.txt)" ] && return
  fi
  timed "Installing $(grep -c '==' "$lock") Python packages (a minute or two the first time)" install_python_packages
  echo "$wanted" >".venv/.installed-$lock"
}

# As exact as the Python packages: the lock holds every version and hash, and no address of a registry, so that any
# mirror will do.
linter_of_scripts() {
  wanted=$(cat ops/lint/package.json ops/lint/package-lock.json | sha256sum)
  [ "$(cat ops/lint/node_modules/.made 2>/dev/null)" = "$wanted" ] && return
  command -v npm >/dev/null || fail "The linter of scripts needs Node.js 18.18 or newer with npm; neither was found."
  timed "Installing the linter of scripts (about 20 s)" \
    npm ci --prefix ops/lint --ignore-scripts --no-audit --no-fund --no-update-notifier
  echo "$wanted" >ops/lint/node_modules/.made
}

# Where Node.js comes from elsewhere, Debian's npm would not go with it: it is asked for only where there is none.
if [ "$1" = lint ] && ! command -v npm >/dev/null; then packages="$packages nodejs npm"; fi
system_packages
virtual_environment
python_packages
if [ "$1" = lint ]; then linter_of_scripts; fi
