package bounded

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
)

// Report writes an error where the caller of runc looks for it: to the log file, in the format it asked for, and to stderr.
func Report(invocation Invocation, failure error, stderr io.Writer, now time.Time) error {
	_, err := fmt.Fprintln(stderr, failure)
	if invocation.Log == "" {
		return err
	}
	file, openErr := os.OpenFile(invocation.Log, os.O_CREATE|os.O_WRONLY|os.O_APPEND|os.O_SYNC, 0o644)
	if openErr != nil {
		return errors.Join(err, openErr)
	}
	_, writeErr := file.Write(logLine(invocation.LogFormat, failure.Error(), now))
	return errors.Join(err, writeErr, file.Close())
}

func logLine(format, message string, now time.Time) []byte {
	stamp := now.UTC().Format(time.RFC3339)
	if format != "json" {
		return fmt.Appendf(nil, "time=%q level=error msg=%q\n", stamp, message)
	}
	// Encoding three strings cannot fail.
	line, _ := json.Marshal(map[string]string{"level": "error", "msg": message, "time": stamp})
	return append(line, '\n')
}
