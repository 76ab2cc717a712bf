package chaos

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// tick is the unit in which Linux counts the time of a process.
const tick = 10 * time.Millisecond

// cpu returns the processor time that an instance has used.
func (i *instance) cpu() (time.Duration, error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", i.process.Process.Pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
	user, errUser := strconv.Atoi(fields[11])
	system, errSystem := strconv.Atoi(fields[12])
	if errUser != nil || errSystem != nil {
		return 0, fmt.Errorf("/proc/…/stat reads %q", stat)
	}
	return time.Duration(user+system) * tick, nil
}

// memory returns the largest memory of a process that has ended, in MB.
func memory(p *os.ProcessState) int64 { return p.SysUsage().(*syscall.Rusage).Maxrss / 1000 }
