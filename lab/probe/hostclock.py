"""Times by the wall clock of this host that cannot jump: read once, then counted with the monotonic clock."""

import time


class HostClock:
    def __init__(self, wall=time.time, monotonic=time.monotonic):
        self._wall, self._monotonic = wall, monotonic
        # The reading of the wall clock that took least time lies closest to its reading of the monotonic clock.
        readings = []
        for _ in range(5):
            before, now, after = monotonic(), wall(), monotonic()
            readings.append((after - before, now - (before + after) / 2))
        self._offset = min(readings)[1]

    def ms(self):
        """Milliseconds since 1970."""
        return (self._offset + self._monotonic()) * 1000

    def drift(self):
        """By how many milliseconds the wall clock has been set forward since the beginning; programs that log the time see that."""
        return (self._wall() - self._monotonic() - self._offset) * 1000
