# What keeps a container running, where that is the systemd of the host: functions for scripts that have read its settings, and have its folder as
# $folder. `units` in it has the unit of the container, of its checks and of its published ports; they are in force until they are removed, or the
# host restarts.

units=/run/systemd/system
journal_settings=/run/systemd/journald@$name.conf

# Others' units are left alone.
refuse_others() {
  for unit in units/*; do
    unit=${unit##*/}
    found=$(systemctl show --property=FragmentPath --value "$unit")
    [ -z "$found" ] || { echo "a unit $unit exists already: $found" >&2; return 1; }
  done
}

supervise() {
  mkfifo -m 0600 state/output
  index=0
  while read -r listen port; do
    [ -n "$listen" ] || continue
    index=$((index + 1))
    unit=$name-publish-$index
    printf '[Unit]\nDescription=port %s of %s\n[Socket]\nListenStream=%s\n' "$port" "$name" "$listen" >"units/$unit.socket"
    printf '[Unit]\nDescription=port %s of %s\nRequires=%s\nAfter=%s\n[Service]\nExecStart=/lib/systemd/systemd-socket-proxyd %s:%s\n' \
      "$port" "$name" "$unit.socket" "$unit.socket" "$(cat state/address)" "$port" >"units/$unit.service"
  done <publish
  [ -z "$resolves" ] ||
    printf '[Unit]\nDescription=names for %s\nStartLimitIntervalSec=0\n[Service]\nExecStart=/bin/sh %s/lib/resolve.sh %s\nStandardError=null\nRestart=always\nRestartSec=1\n' \
      "$name" "$folder" "$folder" >"units/$name-resolve.service"
  refuse_others
  # From here on `end_supervision` removes them.
  ls units >state/units
  forget_journal
  cp journald.conf "$journal_settings"
  cp units/* "$units"
  systemctl daemon-reload
  # shellcheck disable=SC2046 # words are wanted
  systemctl start "$name.service" $(grep -e '-checks\.service$' -e '-output\.service$' -e '-resolve\.service$' -e '\.socket$' state/units)
}

# end_supervision [now]: stops the container as well, now without its grace period. What is gone already is no error.
end_supervision() {
  [ -e state/units ] || return 0
  if [ "${1-}" = now ]; then keep_killed; else keep_down; fi 2>/dev/null
  # shellcheck disable=SC2046 # words are wanted
  systemctl stop $(cat state/units) 2>/dev/null
  while read -r unit; do
    rm -f "$units/$unit"
  done <state/units
  systemctl daemon-reload
  # shellcheck disable=SC2046 # words are wanted
  systemctl reset-failed $(cat state/units) 2>/dev/null
  systemctl stop "systemd-journald@$name.service" "systemd-journald@$name.socket" "systemd-journald-varlink@$name.socket" 2>/dev/null
  rm -f "$journal_settings"
  forget_journal
}

forget_journal() {
  rm -rf "/var/log/journal/$(cat /etc/machine-id).$name" "/run/log/journal/$(cat /etc/machine-id).$name" "/run/systemd/journal.$name"
}

# Sets up: whether the container's program runs, or unknown; and wanted: whether it is started again when it ends.
find_supervised() {
  shown=$(systemctl show --property=LoadState,ActiveState,SubState,Job "$name.service" 2>/dev/null)
  up=false wanted=false
  case $shown in
    "" | *LoadState=not-found*) up=unknown ;;
    *SubState=auto-restart*) wanted=true ;;
    *ActiveState=active*) up=true wanted=true ;;
    *ActiveState=activating*) wanted=true ;;
    *ActiveState=deactivating*)
      up=true
      # A job is one that was asked for.
      case $shown in *Job=[1-9]*) ;; *) [ "$restart" = no ] || wanted=true ;; esac
      ;;
  esac
}

keep_up() {
  systemctl start "$name.service"
}

keep_down() {
  # A signal that comes before PID 1 runs would be lost.
  find_supervised
  [ "$up" != true ] || sh "$folder/lib/started.sh" "$folder"
  systemctl stop "$name.service"
}

# By that signal alone: with `stop` first it would get the other one before. Its unit does not start while there is the file.
keep_killed() {
  : >"$folder/state/killed"
  systemctl kill --kill-whom=main --signal=KILL "$name.service" 2>/dev/null
  systemctl stop "$name.service"
  stopped=$?
  rm "$folder/state/killed"
  return $stopped
}

# print_log TAIL FOLLOW: what the journal has, with times as other systems write them.
print_log() {
  # shellcheck disable=SC2086 # words are wanted
  journalctl --namespace="$name" --identifier="$name" --output=short-iso-precise --utc --all --no-hostname --quiet --no-pager --lines="$1" ${2:+--follow} |
    sed ${2:+-u} -e 's/^\([0-9-]*T[0-9:.]*\)+0000 [^ ]*: /\1Z /'
}
