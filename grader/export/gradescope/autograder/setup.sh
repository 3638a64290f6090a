#!/usr/bin/env bash
# Gradescope runs this once, as root and with the network, when it builds the image.
set -euo pipefail
root=${AUTOGRADER:-/autograder}

export DEBIAN_FRONTEND=noninteractive
apt-get update
apt-get install -y --no-install-recommends bubblewrap python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0

python=
for one in python3.13 python3.12 python3.11; do
    if ! command -v "$one" > /dev/null; then
        apt-get install -y --no-install-recommends "$one" "$one-venv" || continue
    fi
    if "$one" -m venv "$root/venv"; then python=$one; break; fi
done
[ -n "$python" ] || { echo "grader needs Python 3.11 or later: choose a newer base image" >&2; exit 1; }
"$root/venv/bin/python" -m pip install --no-cache-dir -r "$root/source/requirements.txt"

# What students hand in is looked at by somebody who may change nothing here.
id grader-run > /dev/null 2>&1 || useradd --system --create-home --shell /usr/sbin/nologin grader-run
chown -R root:grader-run "$root/source"
chmod -R u=rwX,g=rX,o= "$root/source"
rm -rf /var/lib/apt/lists/*
