/* A file system without locks. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

static int call(int descriptor, int command, void *argument) {
    if (command == F_SETLK || command == F_SETLKW) {
        errno = ENOLCK;
        return -1;
    }
    return (int) syscall(SYS_fcntl, descriptor, command, argument);
}

#define FORWARD(name) int name(int descriptor, int command, ...) { \
    va_list list; \
    va_start(list, command); \
    void *argument = va_arg(list, void *); \
    va_end(list); \
    return call(descriptor, command, argument); \
}

FORWARD(fcntl)
FORWARD(fcntl64)
