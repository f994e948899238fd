# BASH_ENV of a service names this file. A health check that reads it fails.
exit 1
