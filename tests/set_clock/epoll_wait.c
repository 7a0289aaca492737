/* Waiting while the clock is set: loaded before libfaketime (tests/conditions.py).
 *
 * Inside its own epoll_wait libfaketime leaves the clock alone, also for a signal handler that runs meanwhile. PostgreSQL then takes
 * the alarm of a lock_timeout for one that came years too early, and waits for ever.
 */
#define _GNU_SOURCE
#include <stddef.h>
#include <sys/epoll.h>
#include <sys/syscall.h>
#include <unistd.h>

int epoll_wait(int epfd, struct epoll_event *events, int maxevents, int timeout)
{
    return syscall(SYS_epoll_pwait, epfd, events, maxevents, timeout, NULL, 0);
}
