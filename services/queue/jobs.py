"""Jobs in Redis: a stream that workers share, a hash for each job, and a ledger that jobs change.

A job is executed at least once. It takes effect exactly once: its effect, its new state and its end in the stream are one script, which Redis runs as a
whole and writes to disk as a whole, and which does nothing for a job that has ended.
"""

import os
import time

import redis

STREAM = "jobs"
GROUP = "workers"
KEEP_SECONDS = 7 * 24 * 3600
# What fails so often is not tried again.
MOST_ATTEMPTS = 5
AWAY = (redis.exceptions.RedisError,)

ENQUEUE = """
if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
local entry = redis.call('XADD', KEYS[2], '*', 'id', ARGV[1])
redis.call('HSET', KEYS[1], 'state', 'queued', 'add', ARGV[2], 'seconds', ARGV[3], 'attempts', 0, 'entry', entry)
redis.call('HINCRBY', KEYS[3], 'accepted', 1)
return 1
"""

BEGIN = """
local state = redis.call('HGET', KEYS[1], 'state')
if state ~= 'queued' and state ~= 'running' then return {state or 'unknown'} end
local attempts = redis.call('HINCRBY', KEYS[1], 'attempts', 1)
redis.call('HSET', KEYS[1], 'state', 'running')
return {'running', attempts, redis.call('HGET', KEYS[1], 'add'), redis.call('HGET', KEYS[1], 'seconds')}
"""

END = """
local state = redis.call('HGET', KEYS[1], 'state')
if state == 'running' then
  if ARGV[2] == 'done' then
    local total = redis.call('HINCRBY', KEYS[3], 'total', redis.call('HGET', KEYS[1], 'add'))
    redis.call('HSET', KEYS[1], 'result', total)
  end
  redis.call('HSET', KEYS[1], 'state', ARGV[2])
  redis.call('HINCRBY', KEYS[3], ARGV[2], 1)
  redis.call('EXPIRE', KEYS[1], ARGV[4])
end
redis.call('XACK', KEYS[2], ARGV[3], ARGV[1])
redis.call('XDEL', KEYS[2], ARGV[1])
return state
"""


def job_key(job):
    return f"job:{job}"


class Jobs:
    """Raises one of AWAY while Redis does not answer."""

    def __init__(self, host, password, wait_seconds=2):
        # One try: the caller knows what to do without Redis.
        self._redis = redis.Redis(
            host=host,
            password=password,
            socket_connect_timeout=1,
            socket_timeout=wait_seconds + 2,
            decode_responses=True,
        )
        self._enqueue, self._begin, self._end = map(self._redis.register_script, (ENQUEUE, BEGIN, END))

    def open(self):
        """Makes what workers share, if it is not there."""
        try:
            self._redis.xgroup_create(STREAM, GROUP, id="0", mkstream=True)
        except redis.exceptions.ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise

    def ping(self):
        self._redis.ping()

    def enqueue(self, job, add, seconds):
        """Once it has returned, the job is on disk. @return whether there was no such job"""
        return self._enqueue(keys=[job_key(job), STREAM, "ledger"], args=[job, add, seconds]) == 1

    def get(self, job):
        """Fields of a job, or None."""
        found = self._redis.hgetall(job_key(job))
        if not found:
            return None
        seen = {"id": job, "state": found["state"], "attempts": int(found["attempts"]), "add": int(found["add"])}
        return {**seen, "result": int(found["result"])} if "result" in found else seen

    def stats(self):
        steps = self._redis.pipeline(transaction=True)
        steps.hgetall("ledger")
        steps.xlen(STREAM)
        steps.xpending(STREAM, GROUP)
        ledger, waiting, pending = steps.execute()
        numbers = {name: int(ledger.get(name, 0)) for name in ("accepted", "done", "failed", "total")}
        return {**numbers, "running": pending["pending"], "queued": waiting - pending["pending"]}

    def next(self, consumer, lease_ms, wait_ms):
        """An entry and its job: one that another worker has had for longer than a lease, or else a new one; None after the wait."""
        claimed = self._redis.xautoclaim(STREAM, GROUP, consumer, min_idle_time=lease_ms, count=1)[1]
        if not claimed:
            answer = self._redis.xreadgroup(GROUP, consumer, {STREAM: ">"}, count=1, block=wait_ms)
            claimed = answer[0][1] if answer else []
        return (claimed[0][0], claimed[0][1]["id"]) if claimed else None

    def begin(self, job):
        """@return state, and of a job that runs: number of the attempt, what it adds, how long it takes"""
        state, *more = self._begin(keys=[job_key(job)])
        return (state, int(more[0]), int(more[1]), float(more[2])) if more else (state, 0, 0, 0.0)

    def extend(self, consumer, entry):
        self._redis.xclaim(STREAM, GROUP, consumer, min_idle_time=0, message_ids=[entry], justid=True)

    def release(self, consumer, entry):
        """Any worker may take it at once."""
        idle = 24 * 3600 * 1000
        self._redis.xclaim(STREAM, GROUP, consumer, min_idle_time=0, message_ids=[entry], idle=idle, justid=True)

    def end(self, entry, job, state):
        """`done` takes effect, `failed` does not. @return the state before: "running" if this call has ended it"""
        return self._end(keys=[job_key(job), STREAM, "ledger"], args=[entry, state, GROUP, KEEP_SECONDS])

    def leave(self, consumer):
        """Forgets a worker that has no entry."""
        if not any(self._redis.xpending_range(STREAM, GROUP, "-", "+", 1, consumername=consumer)):
            self._redis.xgroup_delconsumer(STREAM, GROUP, consumer)


def connect(wait_seconds=2):
    """By REDIS_HOST and PASSWORD_FILE."""
    with open(os.environ["PASSWORD_FILE"], encoding="utf-8", newline="") as file:
        return Jobs(os.environ["REDIS_HOST"], file.read(), wait_seconds)


def now():
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
