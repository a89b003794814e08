//go:build unix

package program

import (
	"context"
	"io"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestInterrupt(t *testing.T) {
	self, err := os.FindProcess(os.Getpid())
	require.NoError(t, err)
	for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
		code := interruptible(func(ctx context.Context, _ []string, _, _ io.Writer) int {
			require.NoError(t, self.Signal(signal))
			select {
			case <-ctx.Done():
				return 130
			case <-time.After(time.Minute):
				return 0
			}
		}, nil, io.Discard, io.Discard)
		require.Equal(t, 130, code, signal)
	}
}
