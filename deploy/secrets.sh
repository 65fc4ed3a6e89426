#!/bin/sh
# Makes the secrets that a service needs, each in a file of its own; what is there stays.
#     sh deploy/secrets.sh            # into secrets/ beside docker-compose.yml
#     sh deploy/secrets.sh FOLDER
set -eu
folder=${1:-$(dirname "$0")/../secrets}

umask 077
mkdir -p "$folder"
# Only the owner gets into the folder. Docker puts each file alone into a container,
# whose user has another number than the owner here, so the files are for all to read.
chmod 700 "$folder"

# Ours to invent:
for name in mongodb_password mongodb_root_password backup_passphrase webhook_secret; do
	[ -s "$folder/$name" ] || od -An -vtx1 -N24 /dev/urandom | tr -d ' \n' >"$folder/$name"
done

# Given by others; empty means that there is none:
for name in client_secret mail_password telegram_api_hash youtube_key; do
	[ -e "$folder/$name" ] || : >"$folder/$name"
done

chmod 644 "$folder"/*
echo "The secrets lie in $folder. Write the backup_passphrase down, away from this machine."
