#!/usr/bin/env bash
# try.sh [BASIS]: builds the image and decides a case in it, without a daemon: buildah builds, bubblewrap runs it as user 10001, with a
# system that is read only, no rights, no network, and /data to write in. Made-up people only. BASIS: see Containerfile.
# Needs buildah and bubblewrap (Debian: the same names) and an image to start from. What more buildah wants here: BUILDAH_OPTIONS.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
[ "$(id -u)" = 0 ] || exec buildah unshare "$0" "$@"
work=$(mktemp -d)
made=brp-match-try-$$
trap 'buildah rm "$made" >/dev/null 2>&1 || true; rm -rf "$work"' EXIT
# shellcheck disable=SC2086
buildah bud --isolation chroot ${BUILDAH_OPTIONS:-} ${1:+--build-arg BASIS="$1"} --tag brp-match:try --file "$top/deploy/Containerfile" "$top"
buildah from --name "$made" brp-match:try >/dev/null
mkdir "$work/data" "$work/register"
inside() {
  bwrap --ro-bind "$(buildah mount "$made")" / --proc /proc --dev /dev --tmpfs /tmp --bind "$work/data" /data \
    "${register[@]}" --unshare-all --uid 10001 --gid 10001 --cap-drop ALL --die-with-parent --new-session --clearenv \
    --setenv PATH /opt/brp-match/bin:/usr/local/bin:/usr/bin:/bin --setenv TMPDIR /data/tijdelijk \
    --setenv PYTHONDONTWRITEBYTECODE 1 --chdir /data "$@"
}
register=(--bind "$work/register" /register)
inside sh -c 'python3 -m brp_match.synthetic kleine-gemeente --out stad --seed 1 &&
  brp-match prepare --residents stad/inwoners.csv --addresses stad/adressen.csv --out /register/register.duckdb'
register=(--ro-bind "$work/register" /register)
inside sh -c 'test "$(id -u)" = 10001 && ! touch /etc/x 2>/dev/null && ! touch /register/x 2>/dev/null'
cp "$top/deploy/try_inside.py" "$work/data"
inside python3 try_inside.py
