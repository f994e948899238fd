package command

import (
	"bytes"
	"strings"
	"sync"
)

// capture keeps everything written to it and, when asked to, shows each line as soon as it is complete. It is safe to use from
// several goroutines: after a cancelled run the copying one may outlive the run.
type capture struct {
	mutex sync.Mutex
	all   bytes.Buffer
	// shown is how much of all has been shown.
	shown int
	show  func(line string)
}

func newCapture(visible bool, show func(line string)) *capture {
	if !visible {
		show = func(string) {}
	}
	return &capture{show: show}
}

func (c *capture) Write(data []byte) (int, error) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.all.Write(data)
	for {
		line, _, complete := bytes.Cut(c.all.Bytes()[c.shown:], []byte("\n"))
		if !complete {
			return len(data), nil
		}
		c.shown += len(line) + 1
		c.show(string(line))
	}
}

// flush shows a last line that has no line end.
func (c *capture) flush() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if rest := c.all.Bytes()[c.shown:]; len(rest) > 0 {
		c.show(string(rest))
		c.shown = c.all.Len()
	}
}

// text is what was written, without the last line end, as a shell's $() gives it.
func (c *capture) text() string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return strings.TrimSuffix(c.all.String(), "\n")
}
