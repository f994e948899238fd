# How a container ended, for scripts that control one. They set code, its exit code, and within, the seconds in which it has to complete (empty if
# it does not have to); and have `took`, which prints how many seconds it ran.

# Whether the deployment killed it, because it took too long.
was_late() {
  [ "$code" = 137 ] || return
  seconds=$(took)
  [ "$seconds" -ge "$within" ] && [ "$seconds" -le $((within + 60)) ]
}

# print_end: exits with 0 if it has completed.
print_end() {
  if [ "$code" != 0 ]; then
    if [ -n "$within" ] && was_late; then echo "failed (took longer than $within s)"; else echo "failed (exit code $code)"; fi
  elif [ -n "$within" ]; then
    echo "completed (exit code 0)"
    exit 0
  else
    echo "stopped (exit code 0)"
  fi
}
