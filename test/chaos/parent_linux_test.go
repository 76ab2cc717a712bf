package chaos

import "syscall"

// dieWithUs makes a process end with the tests, also when they are killed.
func dieWithUs(a *syscall.SysProcAttr) { a.Pdeathsig = syscall.SIGKILL }
