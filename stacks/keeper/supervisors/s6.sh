# What keeps a container running, where that is s6: functions for scripts that have read its settings, and have its folder as $folder.

supervise() {
  mkdir -p keep "$log_folder"
  printf '#!/bin/sh\nexec sh %s/lib/run.sh %s 2>&1\n' "$folder" "$folder" >keep/run
  printf '#!/bin/sh\nexec sh %s/lib/finish.sh %s "$@"\n' "$folder" "$folder" >keep/finish
  chmod 0755 keep/run keep/finish
  printf '%s\n' "$down_signal" >keep/down-signal
  printf '%s\n' "$((grace_seconds * 1000))" >keep/timeout-kill
  printf '30000\n' >keep/timeout-finish
  # The keeper is in a session of its own, which `end_supervision` ends as a whole. `&` would have SIGINT and SIGQUIT ignored by all that it starts.
  # shellcheck disable=SC2016 # the inner shell expands it
  setsid --fork sh -c '
echo $$ >"$1/state/session"
s6-supervise "$1/keep" 2>&1 | s6-log -b T "n$3" "s$4" "$2"
' keeper "$folder" "$log_folder" "$log_files" "$log_bytes" </dev/null >/dev/null 2>&1
  # Each published port has a program that passes connections on.
  index=0
  while read -r listen port; do
    [ -n "$listen" ] || continue
    index=$((index + 1))
    mkdir -p "publish-$index"
    printf '#!/bin/sh\nexec systemd-socket-activate --listen=%s /lib/systemd/systemd-socket-proxyd %s:%s\n' \
      "$listen" "$(cat state/address)" "$port" >"publish-$index/run"
    chmod 0755 "publish-$index/run"
    setsid --fork s6-supervise "$folder/publish-$index" </dev/null >/dev/null 2>&1
  done <publish
  if [ -n "$resolves" ]; then
    mkdir -p resolve
    printf '#!/bin/sh\nexec sh %s/lib/resolve.sh %s\n' "$folder" "$folder" >resolve/run
    chmod 0755 resolve/run
    setsid --fork s6-supervise "$folder/resolve" </dev/null >/dev/null 2>&1
  fi
  until s6-svok keep; do sleep 0.01; done
  [ -z "${check_interval:-}" ] || setsid --fork sh lib/checks.sh "$folder" </dev/null >/dev/null 2>&1
}

# end_supervision [now]: stops the container as well, now without its grace period. What is gone already is no error.
end_supervision() {
  if [ -e keep/supervise/control ] && s6-svok keep; then
    [ "${1-}" != now ] || s6-svc -dk keep
    [ "${1-}" = now ] || sh lib/started.sh "$folder"
    s6-svc -wD -T "$((grace_seconds * 1000 + 40000))" -d keep
    s6-svc -x keep
  fi
  for beside in publish-* resolve; do
    [ ! -e "$beside" ] || { s6-svc -xd "$beside" && s6-svwait -D -t 5000 "$beside"; }
  done
  pkill -f "^sh lib/checks\\.sh $folder\$" || :
  sh lib/clean.sh "$folder" 2>/dev/null
  # The keeper and its log end with it; one that was killed has left others of its session.
  session=$(cat state/session 2>/dev/null)
  [ -n "$session" ] || return 0
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    pgrep -s "$session" >/dev/null || break
    sleep 0.05
  done
  # By now another program may have the number: what is killed has the container's name among its words.
  pkill -KILL -s "$session" -f "/$name"
}

# Sets up: whether the container's program runs, or unknown; and wanted: whether it is started again when it ends.
find_supervised() {
  up=$(s6-svstat -o up "$folder/keep" 2>/dev/null) || up=unknown
  wanted=$(s6-svstat -o wantedup "$folder/keep" 2>/dev/null)
}

keep_up() {
  s6-svc -wu -T 10000 -u "$folder/keep"
}

keep_down() {
  # A signal that comes before PID 1 runs would be lost.
  [ "$(s6-svstat -o wantedup "$folder/keep")" = false ] || sh "$folder/lib/started.sh" "$folder"
  s6-svc -wD -T "$((grace_seconds * 1000 + 40000))" -d "$folder/keep"
}

keep_killed() {
  s6-svc -wD -T 40000 -dk "$folder/keep"
}

# print_log TAIL FOLLOW: the files of s6-log, oldest first, with times as other systems write them.
print_log() {
  zoned='s/^\([0-9-]*\) \([0-9:.]*\)  */\1T\2Z /'
  {
    if [ "$1" = all ]; then cat "$log_folder"/@*.[su] 2>/dev/null; fi
    from=$1
    [ "$from" != all ] || from=+1
    if [ -n "$2" ]; then tail -n "$from" -F "$log_folder/current" 2>/dev/null; else tail -n "$from" "$log_folder/current" 2>/dev/null; fi
  } | sed ${2:+-u} -e "$zoned"
}
