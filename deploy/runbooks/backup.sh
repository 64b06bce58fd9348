#!/bin/sh
# One night's backup: a dump of public, one dump a village (so that one can be restored alone), files, a manifest of hashes.
# Needs BALAI_OWNER_URL, pg_dump and psql of PostgreSQL 18, and BALAI_MEDIA_ROOT. Usage: backup.sh FOLDER
set -eu
: "${BALAI_OWNER_URL:?the owner login}" "${BALAI_MEDIA_ROOT:?the folder of files}"
target=${1:?usage: backup.sh FOLDER}/$(date -u +%Y-%m-%dT%H%M%SZ)
umask 077
mkdir -p "$target/schemas"
pg_dump --format=custom --schema=public --schema=extensions --file="$target/schemas/public.dump" "$BALAI_OWNER_URL"
psql --no-psqlrc --tuples-only --no-align --dbname="$BALAI_OWNER_URL" --command \
    "SELECT nspname FROM pg_namespace WHERE nspname ~ '^t_[0-9a-z]{8}$' ORDER BY 1" |
while read -r schema; do
    pg_dump --format=custom --schema="$schema" --file="$target/schemas/$schema.dump" "$BALAI_OWNER_URL"
done
tar --create --gzip --file="$target/files.tar.gz" --directory="$BALAI_MEDIA_ROOT" .
(cd "$target" && find . -type f ! -name MANIFEST | sort | xargs sha256sum >MANIFEST)
printf 'Backup complete: %s\n' "$target"
# Kept: 7 days here; weekly and monthly copies are the storage's own rule.
find "${1}" -mindepth 1 -maxdepth 1 -type d -mtime +7 -exec rm -rf {} +
