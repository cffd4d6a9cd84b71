/* Preloaded: the nth operation that changes files below a folder fails, or the program dies at it.

   cc -shared -fPIC -o failing_disk.so failing_disk.c -ldl; a program calls arm() and counted(). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[4096];
static long seen, nth;
static int error_number, for_good;

/* From now on count operations below `path`; at the nth (0: never) answer `error`, or die if it is 0. */
void arm(const char *path, long n, int error, int good) {
    snprintf(folder, sizeof folder, "%s", path);
    seen = 0, nth = n, error_number = error, for_good = good;
}

long counted(void) { return seen; }

static int is_below(const char *path) {
    size_t length = strlen(folder);
    return length && !strncmp(path, folder, length) && !strstr(path, "-shm");
}

static int is_file_below(int fd) {
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    return is_below(path);
}

static int is_name_below(int dir, const char *path) {
    char here[4096];
    if (path[0] == '/') return is_below(path);
    if (dir != AT_FDCWD) return is_file_below(dir);
    return getcwd(here, sizeof here) && is_below(here);
}

static int is_due(void) {
    seen++;
    return nth > 0 && (seen == nth || (for_good && seen > nth));
}

static int fall(void) {
    if (!error_number) {
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
    errno = error_number;
    return -1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

#define OPENING(name)                                                             \
    int name(const char *path, int flags, ...) {                                  \
        va_list more;                                                             \
        va_start(more, flags);                                                    \
        mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;                 \
        va_end(more);                                                             \
        if (flags & O_CREAT && is_name_below(AT_FDCWD, path) && is_due()) return fall(); \
        return REAL(name)(path, flags, mode);                                     \
    }
OPENING(open)
OPENING(open64)

#define OPENING_AT(name)                                                          \
    int name(int dir, const char *path, int flags, ...) {                         \
        va_list more;                                                             \
        va_start(more, flags);                                                    \
        mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;                 \
        va_end(more);                                                             \
        if (flags & O_CREAT && is_name_below(dir, path) && is_due()) return fall(); \
        return REAL(name)(dir, path, flags, mode);                                \
    }
OPENING_AT(openat)
OPENING_AT(openat64)

/* Half of it reaches the disk before it fails: a torn page, a torn line. */
ssize_t write(int fd, const void *bytes, size_t size) {
    if (!is_file_below(fd) || !is_due()) return REAL(write)(fd, bytes, size);
    if (size > 1) (void)!REAL(write)(fd, bytes, size / 2);
    return fall();
}

#define WRITING_AT(name, place)                                                   \
    ssize_t name(int fd, const void *bytes, size_t size, place at) {              \
        if (!is_file_below(fd) || !is_due()) return REAL(name)(fd, bytes, size, at); \
        if (size > 1) (void)!REAL(name)(fd, bytes, size / 2, at);                 \
        return fall();                                                            \
    }
WRITING_AT(pwrite, off_t)
WRITING_AT(pwrite64, off64_t)

#define ON_FILE(name, given, passed)                                              \
    int name given { return is_file_below(fd) && is_due() ? fall() : REAL(name) passed; }
ON_FILE(fsync, (int fd), (fd))
ON_FILE(fdatasync, (int fd), (fd))
ON_FILE(ftruncate, (int fd, off_t size), (fd, size))
ON_FILE(ftruncate64, (int fd, off64_t size), (fd, size))

#define ON_NAME(name, dir, path, given, passed)                                   \
    int name given { return is_name_below(dir, path) && is_due() ? fall() : REAL(name) passed; }
ON_NAME(unlink, AT_FDCWD, path, (const char *path), (path))
ON_NAME(unlinkat, dir, path, (int dir, const char *path, int flags), (dir, path, flags))
ON_NAME(rename, AT_FDCWD, to, (const char *from, const char *to), (from, to))
ON_NAME(renameat, dir, to, (int old, const char *from, int dir, const char *to), (old, from, dir, to))
ON_NAME(linkat, dir, to, (int old, const char *from, int dir, const char *to, int flags),
        (old, from, dir, to, flags))
