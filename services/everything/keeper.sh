# Keeps data: counts its starts in DATA_FOLDER/starts, writes its beats into SHARED_FOLDER/beat, and touches HEARTBEAT_FILE at each.
# Environment: DATA_FOLDER, SHARED_FOLDER, HEARTBEAT_FILE, BEAT_SECONDS.

set -eu

say() {
  printf '{"service": "keeper", "event": "%s", "time": "%s"%s}\n' "$1" "$(date --utc +%Y-%m-%dT%H:%M:%S.%3NZ)" "${2-}"
}

end() {
  say stopped ", \"signal\": \"SIG$1\""
  kill "$pause" 2>/dev/null || :
  exit 0
}

# Whole or not at all: nothing reads a half.
put() {
  printf '%s\n' "$1" >"$2.new"
  mv "$2.new" "$2"
}

pause=
for signal in TERM INT QUIT; do
  # shellcheck disable=SC2064 # now, not when the signal comes
  trap "end $signal" "$signal"
done

starts=0
[ ! -e "$DATA_FOLDER/starts" ] || read -r starts <"$DATA_FOLDER/starts"
starts=$((starts + 1))
put "$starts" "$DATA_FOLDER/starts"
say started ", \"starts\": $starts"

beat=0
while :; do
  beat=$((beat + 1))
  put "$starts $beat" "$SHARED_FOLDER/beat"
  touch "$HEARTBEAT_FILE"
  # A signal ends wait at once, and would not end sleep.
  sleep "$BEAT_SECONDS" &
  pause=$!
  wait "$pause"
done
