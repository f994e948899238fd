#!/bin/sh
# Answers the host, a connection each. The first line is one of:
#   run ID WORDS     a command, quoted for sh and then written as base64; its output is the answer, its exit code goes to codes/ID
#   errors ID        what the command of that name writes to its standard error
#   check ID         the container's health check
#   signal NAME      to the container's main process
#   stop             the container's stop signal
#   pid, pids        of the container, in the guest
. /share/control/settings
leader=$(cat /run/leader)
read -r verb id words

main_process() {
  [ -n "$init" ] || { echo "$leader"; return; }
  read -r main _ <"/proc/$leader/task/$leader/children"
  echo "$main"
}

case $verb in
  run)
    for _ in $(seq 250); do
      [ ! -p "/run/agent/$id" ] || break
      sleep 0.02
    done
    eval "set -- $(echo "$words" | base64 -d)"
    sh /share/control/enter.sh "$@" 2>"/run/agent/$id"
    echo $? >"/share/answers/codes/$id"
    rm -f "/run/agent/$id"
    ;;
  errors) mkfifo "/run/agent/$id" && exec cat "/run/agent/$id" ;;
  check)
    eval "set -- $check_command"
    timeout -k 1 "$check_timeout" sh /share/control/enter.sh "$@" 2>&1
    echo $? >"/share/answers/codes/$id"
    ;;
  signal) kill -s "$id" "$(main_process)" ;;
  stop) kill -s "$stop_signal" "$leader" ;;
  pid) main_process ;;
  pids) find /cg/container -name cgroup.procs -exec cat {} + ;;
esac
