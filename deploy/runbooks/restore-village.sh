#!/bin/sh
# Restore one village from a night's dump while all others work on. The old schema is kept beside, renamed.
# Usage: restore-village.sh FOLDER-OF-THE-NIGHT SCHEMA    (SCHEMA: 't_...' from 'balai village show')
set -eu
: "${BALAI_OWNER_URL:?the owner login}"
night=${1:?usage: restore-village.sh NIGHT SCHEMA}
schema=${2:?usage: restore-village.sh NIGHT SCHEMA}
case $schema in t_????????) ;; *) echo "'$schema' is not a village's schema" >&2; exit 2 ;; esac
dump="$night/schemas/$schema.dump"
[ -f "$dump" ] || { echo "$dump is missing" >&2; exit 2; }
(cd "$night" && grep " ./schemas/$schema.dump\$" MANIFEST | sha256sum --check --quiet -) ||
    { echo "The dump does not match its manifest; take another night." >&2; exit 1; }
kept="${schema}_kept_$(date -u +%Y%m%d%H%M)"
psql --no-psqlrc --set=ON_ERROR_STOP=1 --dbname="$BALAI_OWNER_URL" --command "ALTER SCHEMA \"$schema\" RENAME TO \"$kept\""
if ! pg_restore --exit-on-error --single-transaction --no-owner --no-privileges --dbname="$BALAI_OWNER_URL" "$dump"; then
    psql --no-psqlrc --dbname="$BALAI_OWNER_URL" --command "ALTER SCHEMA \"$kept\" RENAME TO \"$schema\""
    echo "Nothing was restored; the village is as before." >&2
    exit 1
fi
# Grants come back from the declarations; numbers go on above the mark in public; facts are computed anew.
./balai fleet migrate
./balai facts rebuild --schema "$schema"
printf 'Restored %s; the old schema is kept as %s for 30 days.\n' "$schema" "$kept"
