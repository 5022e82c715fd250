/* A file system without hard links. */
#include <errno.h>

int link(const char *from, const char *to) {
    (void) from;
    (void) to;
    errno = EPERM;
    return -1;
}

int linkat(int fromFolder, const char *from, int toFolder, const char *to, int flags) {
    (void) fromFolder;
    (void) from;
    (void) toFolder;
    (void) to;
    (void) flags;
    errno = EPERM;
    return -1;
}
