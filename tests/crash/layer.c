/*
 * Writes down every change that a program makes below one folder, in the one true order, so that the disk of a machine that lost
 * its power can be built from it.
 *
 * It is loaded with LD_PRELOAD, but replaces no function: a seccomp filter hands each system call that changes files to the
 * handler below. Calls that do not go through the C library (some Rust crates make their own) are caught like all others.
 *
 * The call is made and written down inside one lock that all processes share, so the log's order is what happened. When the
 * driver raises the flag, or the log has as many entries as it said, whoever comes next ends there: nothing more is done.
 *
 * CRASH_ROOT   the folder, absolute and without links
 * CRASH_STATE  a file of 4096 zeros, shared by all: see struct shared
 * CRASH_LOG    the file into which the log is written
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <ucontext.h>
#include <unistd.h>

/* The one place from which system calls pass the filter. */
long crash_call(long number, ...) __attribute__((visibility("hidden")));
extern char crash_after[] __attribute__((visibility("hidden")));

#if defined(__x86_64__)
__asm__(".text\n.hidden crash_call\n.globl crash_call\n.type crash_call,@function\ncrash_call:\n"
        "mov %rdi,%rax\nmov %rsi,%rdi\nmov %rdx,%rsi\nmov %rcx,%rdx\nmov %r8,%r10\nmov %r9,%r8\nmov 8(%rsp),%r9\nsyscall\n"
        ".hidden crash_after\n.globl crash_after\ncrash_after:\nret\n");
#define REGISTER(context, at) ((context)->uc_mcontext.gregs[(int[]){REG_RDI, REG_RSI, REG_RDX, REG_R10, REG_R8, REG_R9}[at]])
#define RESULT(context) ((context)->uc_mcontext.gregs[REG_RAX])
#elif defined(__aarch64__)
__asm__(".text\n.hidden crash_call\n.globl crash_call\n.type crash_call,%function\ncrash_call:\n"
        "mov x8,x0\nmov x0,x1\nmov x1,x2\nmov x2,x3\nmov x3,x4\nmov x4,x5\nmov x5,x6\nsvc 0\n"
        ".hidden crash_after\n.globl crash_after\ncrash_after:\nret\n");
#define REGISTER(context, at) ((context)->uc_mcontext.regs[at])
#define RESULT(context) ((context)->uc_mcontext.regs[0])
#else
#error "the layer knows the system calls of x86_64 and aarch64 only"
#endif

/* All arguments go as long: the stub passes whole registers on. */
#define CALL6(n, a, b, c, d, e, f) crash_call((n), (long)(a), (long)(b), (long)(c), (long)(d), (long)(e), (long)(f))
#define CALL4(n, a, b, c, d) CALL6(n, a, b, c, d, 0, 0)
#define CALL2(n, a, b) CALL6(n, a, b, 0, 0, 0, 0)

/* The driver reads and writes these places by their offsets. */
struct shared {
    pthread_mutex_t lock;
    char pad[128 - sizeof(pthread_mutex_t)];
    _Atomic uint64_t entries; /* 128: how many entries the log has */
    _Atomic uint64_t bytes;   /* 136: how long it is */
    _Atomic uint64_t crash;   /* 144: not zero: the machine is without power */
    _Atomic uint64_t limit;   /* 152: it loses its power when the log has so many entries; zero: never */
    _Atomic uint64_t ready;   /* 160: whether the lock may be used */
};

enum op { CREATE = 1, MKDIR, WRITE, TRUNCATE, RENAME, LINK, UNLINK, SYNC, UNKNOWN };

struct head {
    uint32_t op, process;
    uint64_t a, b, c;
    uint32_t first, second; /* lengths of the two names that follow */
    uint64_t data;          /* length of the bytes that follow them */
};

static struct shared *shared;
static int log_fd = -1;
static char root[4096];
static size_t root_length;

static void die(const char *why) {
    CALL4(SYS_write, 2, why, strlen(why), 0);
    CALL2(SYS_exit_group, 99, 0);
}

static void without_power(void) {
    for (;;) CALL2(SYS_kill, getpid(), SIGKILL);
}

static void enter(void) {
    int held = pthread_mutex_lock(&shared->lock);
    /* Whoever was killed inside has either counted its entry or not: the log is whole both ways. */
    if (held == EOWNERDEAD) pthread_mutex_consistent(&shared->lock);
    else if (held != 0) die("crash layer: the lock cannot be had\n");
    uint64_t limit = atomic_load(&shared->limit);
    if (limit != 0 && atomic_load(&shared->entries) >= limit) atomic_store(&shared->crash, 1);
    if (atomic_load(&shared->crash)) {
        pthread_mutex_unlock(&shared->lock);
        without_power();
    }
}

static void leave(void) { pthread_mutex_unlock(&shared->lock); }

/* Appends one entry. The counters move last, so that half an entry is none. */
static void note(enum op op, uint64_t a, uint64_t b, uint64_t c, const char *first, const char *second, const struct iovec *data,
                 int pieces, uint64_t length) {
    struct head head = {op, (uint32_t)getpid(), a, b, c, first ? strlen(first) : 0, second ? strlen(second) : 0, length};
    uint64_t at = atomic_load(&shared->bytes);
    const struct iovec front[3] = {{&head, sizeof head}, {(void *)first, head.first}, {(void *)second, head.second}};
    for (int i = 0; i < 3 + pieces; i++) {
        struct iovec piece = i < 3 ? front[i] : data[i - 3];
        if (i >= 3 && piece.iov_len > length) piece.iov_len = length;
        if (i >= 3) length -= piece.iov_len;
        while (piece.iov_len > 0) {
            long n = CALL4(SYS_pwrite64, log_fd, piece.iov_base, piece.iov_len, at);
            if (n <= 0) die("crash layer: the log cannot be written\n");
            at += n;
            piece.iov_base = (char *)piece.iov_base + n;
            piece.iov_len -= n;
        }
    }
    atomic_store(&shared->bytes, at);
    atomic_fetch_add(&shared->entries, 1);
}

static void unknown(const char *what) { note(UNKNOWN, 0, 0, 0, what, NULL, NULL, 0, 0); }

static int below_root(const char *path) {
    return strncmp(path, root, root_length) == 0 && (path[root_length] == 0 || path[root_length] == '/');
}

/* Whether an open file or folder lies below the root; its path, and what it is. */
static int watched(int fd, struct stat *found, char *path, size_t size) {
    if (CALL2(SYS_fstat, fd, found) != 0 || !(S_ISREG(found->st_mode) || S_ISDIR(found->st_mode))) return 0;
    char link[64] = "/proc/self/fd/";
    char digits[16];
    int n = 0, rest = fd;
    do digits[n++] = '0' + rest % 10;
    while (rest /= 10);
    size_t at = strlen(link);
    while (n > 0) link[at++] = digits[--n];
    long length = CALL4(SYS_readlinkat, AT_FDCWD, link, path, size - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return below_root(path);
}

/* The folder in which a name stands, and the name. */
struct place {
    int fd;
    uint64_t folder;
    char name[256];
};

static int find(int from, const char *path, struct place *place) {
    char copy[4096], where[4096];
    size_t length = strnlen(path, sizeof copy);
    if (length == 0 || length >= sizeof copy) return 0;
    memcpy(copy, path, length + 1);
    while (length > 1 && copy[length - 1] == '/') copy[--length] = 0;
    char *slash = strrchr(copy, '/');
    const char *name = slash ? slash + 1 : copy;
    if (*name == 0 || strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strlen(name) >= sizeof place->name) return 0;
    strcpy(place->name, name);
    const char *parent = ".";
    if (slash == copy) parent = "/";
    else if (slash) {
        *slash = 0;
        parent = copy;
    }
    place->fd = CALL4(SYS_openat, from, parent, O_PATH | O_DIRECTORY | O_CLOEXEC, 0);
    if (place->fd < 0) return 0;
    struct stat found;
    if (!watched(place->fd, &found, where, sizeof where)) {
        CALL2(SYS_close, place->fd, 0);
        return 0;
    }
    place->folder = found.st_ino;
    return 1;
}

static void done(struct place *place) { CALL2(SYS_close, place->fd, 0); }

static int stat_in(const struct place *place, struct stat *found) {
    return CALL4(SYS_newfstatat, place->fd, place->name, found, AT_SYMLINK_NOFOLLOW) == 0;
}

static long open_file(long number, const long *a, int from, const char *path, int flags, int mode) {
    struct place place;
    if ((flags & O_TMPFILE) == O_TMPFILE || !find(from, path, &place))
        return CALL6(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    struct stat before, after;
    enter();
    int was = stat_in(&place, &before);
    if (was && S_ISLNK(before.st_mode)) unknown("open through a symbolic link");
    long fd = CALL4(SYS_openat, from, path, flags, mode);
    if (fd >= 0 && CALL2(SYS_fstat, fd, &after) == 0) {
        if (!was) note(CREATE, place.folder, after.st_ino, 0, place.name, NULL, NULL, 0, 0);
        else if ((flags & O_TRUNC) && before.st_size > 0) note(TRUNCATE, after.st_ino, 0, 0, NULL, NULL, NULL, 0, 0);
    }
    leave();
    done(&place);
    return fd;
}

static long write_file(long number, const long *a) {
    int fd = a[0];
    struct stat found;
    char path[4096];
    if (!watched(fd, &found, path, sizeof path)) return CALL6(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    struct iovec one = {(void *)a[1], (size_t)a[2]};
    const struct iovec *data = &one;
    int pieces = 1;
    if (number == SYS_writev || number == SYS_pwritev || number == SYS_pwritev2) {
        data = (const struct iovec *)a[1];
        pieces = a[2];
    }
    enter();
    uint64_t at = a[3];
    if (number == SYS_write || number == SYS_writev) {
        at = CALL4(SYS_lseek, fd, 0, SEEK_CUR, 0);
        if (CALL4(SYS_fcntl, fd, F_GETFL, 0, 0) & O_APPEND) {
            CALL2(SYS_fstat, fd, &found);
            at = found.st_size;
        }
    }
    long n = CALL6(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    if (n > 0) note(WRITE, found.st_ino, at, 0, NULL, NULL, data, pieces, n);
    leave();
    return n;
}

static long truncate_file(int fd, uint64_t size, long number, const long *a) {
    struct stat found;
    char path[4096];
    if (!watched(fd, &found, path, sizeof path)) return CALL6(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    enter();
    long result = CALL6(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    if (result == 0) note(TRUNCATE, found.st_ino, size, 0, NULL, NULL, NULL, 0, 0);
    leave();
    return result;
}

static long allocate(const long *a) {
    struct stat found;
    char path[4096];
    if (!watched(a[0], &found, path, sizeof path)) return CALL4(SYS_fallocate, a[0], a[1], a[2], a[3]);
    enter();
    CALL2(SYS_fstat, a[0], &found);
    long result = CALL4(SYS_fallocate, a[0], a[1], a[2], a[3]);
    if (result == 0 && a[1] == 0) {
        if (a[2] + a[3] > found.st_size) note(TRUNCATE, found.st_ino, a[2] + a[3], 0, NULL, NULL, NULL, 0, 0);
    } else if (result == 0 && a[1] != FALLOC_FL_KEEP_SIZE) unknown("fallocate that changes bytes");
    leave();
    return result;
}

static long sync_file(long number, const long *a) {
    struct stat found;
    char path[4096];
    if (!watched(a[0], &found, path, sizeof path)) return CALL2(number, a[0], 0);
    enter();
    long result = CALL2(number, a[0], 0);
    if (result == 0) note(SYNC, found.st_ino, number == SYS_fdatasync, 0, NULL, NULL, NULL, 0, 0);
    leave();
    return result;
}

static long rename_file(int from, const char *old, int to, const char *new, unsigned flags) {
    struct place source, target;
    if (!find(from, old, &source)) {
        if (find(to, new, &target)) {
            enter();
            unknown("rename from outside");
            leave();
            done(&target);
        }
        return CALL6(SYS_renameat2, from, old, to, new, flags, 0);
    }
    struct stat moved, over;
    long result;
    if (!find(to, new, &target)) {
        enter();
        result = CALL6(SYS_renameat2, from, old, to, new, flags, 0);
        if (result == 0) unknown("rename to outside");
    } else {
        enter();
        int is = stat_in(&source, &moved), was = stat_in(&target, &over);
        result = CALL6(SYS_renameat2, from, old, to, new, flags, 0);
        /* Two names of one file stay as they are. */
        if (result == 0 && is && !(was && over.st_ino == moved.st_ino)) {
            if (flags & 2) unknown("names exchanged");
            note(RENAME, source.folder, target.folder, moved.st_ino, source.name, target.name, NULL, 0, 0);
        }
        done(&target);
    }
    leave();
    done(&source);
    return result;
}

static long link_file(int from, const char *old, int to, const char *new, int flags) {
    struct place target;
    if (!find(to, new, &target)) return CALL6(SYS_linkat, from, old, to, new, flags, 0);
    struct stat found;
    enter();
    long result = CALL6(SYS_linkat, from, old, to, new, flags, 0);
    if (result == 0 && stat_in(&target, &found)) note(LINK, target.folder, found.st_ino, 0, target.name, NULL, NULL, 0, 0);
    leave();
    done(&target);
    return result;
}

static long unlink_file(int from, const char *path, int flags) {
    struct place place;
    if (!find(from, path, &place)) return CALL4(SYS_unlinkat, from, path, flags, 0);
    enter();
    long result = CALL4(SYS_unlinkat, from, path, flags, 0);
    if (result == 0) note(UNLINK, place.folder, 0, 0, place.name, NULL, NULL, 0, 0);
    leave();
    done(&place);
    return result;
}

static long make_folder(int from, const char *path, int mode) {
    struct place place;
    if (!find(from, path, &place)) return CALL4(SYS_mkdirat, from, path, mode, 0);
    struct stat found;
    enter();
    long result = CALL4(SYS_mkdirat, from, path, mode, 0);
    if (result == 0 && stat_in(&place, &found)) note(MKDIR, place.folder, found.st_ino, 0, place.name, NULL, NULL, 0, 0);
    leave();
    done(&place);
    return result;
}

static long map(const long *a) {
    struct stat found;
    char path[4096];
    long result = CALL6(SYS_mmap, a[0], a[1], a[2], a[3], a[4], a[5]);
    if (watched(a[4], &found, path, sizeof path)) {
        size_t length = strlen(path);
        /* SQLite's shared memory is not meant to survive anything. */
        if (length < 4 || strcmp(path + length - 4, "-shm") != 0) {
            enter();
            unknown("a file written through memory");
            leave();
        }
    }
    return result;
}

static long symbolic(int to, const char *path, long number, const long *a) {
    struct place place;
    if (find(to, path, &place)) {
        enter();
        unknown("symbolic link");
        leave();
        done(&place);
    }
    return CALL6(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

static long answer(long number, const long *a) {
    switch (number) {
#ifdef SYS_open
    case SYS_open: return open_file(number, a, AT_FDCWD, (const char *)a[0], a[1], a[2]);
    case SYS_creat: return open_file(number, a, AT_FDCWD, (const char *)a[0], O_CREAT | O_WRONLY | O_TRUNC, a[1]);
    case SYS_rename: return rename_file(AT_FDCWD, (const char *)a[0], AT_FDCWD, (const char *)a[1], 0);
    case SYS_link: return link_file(AT_FDCWD, (const char *)a[0], AT_FDCWD, (const char *)a[1], 0);
    case SYS_unlink: return unlink_file(AT_FDCWD, (const char *)a[0], 0);
    case SYS_rmdir: return unlink_file(AT_FDCWD, (const char *)a[0], AT_REMOVEDIR);
    case SYS_mkdir: return make_folder(AT_FDCWD, (const char *)a[0], a[1]);
    case SYS_symlink: return symbolic(AT_FDCWD, (const char *)a[1], number, a);
#endif
    case SYS_openat: return open_file(number, a, a[0], (const char *)a[1], a[2], a[3]);
    case SYS_write:
    case SYS_pwrite64:
    case SYS_writev:
    case SYS_pwritev:
    case SYS_pwritev2: return write_file(number, a);
    case SYS_ftruncate: return truncate_file(a[0], a[1], number, a);
    case SYS_truncate: {
        int fd = CALL4(SYS_openat, AT_FDCWD, a[0], O_PATH | O_CLOEXEC, 0);
        long result = truncate_file(fd, a[1], number, a);
        if (fd >= 0) CALL2(SYS_close, fd, 0);
        return result;
    }
    case SYS_fallocate: return allocate(a);
    case SYS_fsync:
    case SYS_fdatasync: return sync_file(number, a);
#ifdef SYS_renameat
    case SYS_renameat: return rename_file(a[0], (const char *)a[1], a[2], (const char *)a[3], 0);
#endif
    case SYS_renameat2: return rename_file(a[0], (const char *)a[1], a[2], (const char *)a[3], a[4]);
    case SYS_linkat: return link_file(a[0], (const char *)a[1], a[2], (const char *)a[3], a[4]);
    case SYS_unlinkat: return unlink_file(a[0], (const char *)a[1], a[2]);
    case SYS_mkdirat: return make_folder(a[0], (const char *)a[1], a[2]);
    case SYS_symlinkat: return symbolic(a[1], (const char *)a[2], number, a);
    case SYS_mmap: return map(a);
    /* Whoever is told that these do not work does the same with plain writes. */
    case SYS_copy_file_range: return -EXDEV;
    case SYS_sendfile:
    case SYS_splice: return -EINVAL;
    case SYS_ioctl: return -EOPNOTSUPP;
    default: return -ENOSYS;
    }
}

static void handle(int signal, siginfo_t *info, void *opaque) {
    (void)signal;
    ucontext_t *context = opaque;
    long a[6];
    for (int i = 0; i < 6; i++) a[i] = REGISTER(context, i);
    RESULT(context) = answer(info->si_syscall, a);
}

static struct sock_filter filter[256];
static unsigned short filters;

static void add(struct sock_filter one) { filter[filters++] = one; }

static void trap(long number) {
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 1));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
}

/* Traps a call only if an argument has one of the bits. */
static void trap_bits(long number, int argument, unsigned bits) {
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number, 0, 4));
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 8 * argument));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
}

static void set_filter(void) {
    uint64_t after = (uint64_t)crash_after;
    size_t pointer = offsetof(struct seccomp_data, instruction_pointer);
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, pointer));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)after, 0, 3));
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, pointer + 4));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)(after >> 32), 0, 1));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)));
    const unsigned changing = O_CREAT | O_TRUNC;
#ifdef SYS_open
    const long old[] = {SYS_creat, SYS_rename, SYS_link, SYS_unlink, SYS_rmdir, SYS_mkdir, SYS_symlink};
    for (size_t i = 0; i < sizeof old / sizeof *old; i++) trap(old[i]);
#endif
    const long all[] = {SYS_write, SYS_pwrite64, SYS_writev, SYS_pwritev, SYS_pwritev2, SYS_ftruncate, SYS_truncate, SYS_fallocate,
                        SYS_fsync, SYS_fdatasync, SYS_renameat2, SYS_linkat, SYS_unlinkat, SYS_mkdirat, SYS_symlinkat,
                        SYS_copy_file_range, SYS_sendfile, SYS_splice, SYS_openat2, SYS_io_uring_setup};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) trap(all[i]);
#ifdef SYS_renameat
    trap(SYS_renameat);
#endif
    /* A mapping that is shared and may be written; an anonymous one is no file's. */
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mmap, 0, 8));
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 16));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, PROT_WRITE, 0, 5));
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 24));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MAP_ANONYMOUS, 3, 0));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, MAP_SHARED, 0, 2));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    /* Files cloned by their blocks. */
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_ioctl, 0, 5));
    add((struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args) + 8));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)FICLONE, 1, 0));
    add((struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)FICLONERANGE, 0, 1));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_TRAP));
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
#ifdef SYS_open
    trap_bits(SYS_open, 1, changing);
#endif
    trap_bits(SYS_openat, 2, changing);
    add((struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    struct sock_fprog program = {filters, filter};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0)
        die("crash layer: the kernel takes no filter\n");
}

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("CRASH_ROOT"), *state = getenv("CRASH_STATE"), *log = getenv("CRASH_LOG");
    if (!folder || !state || !log) return;
    root_length = strlen(folder);
    if (root_length >= sizeof root) die("crash layer: CRASH_ROOT is too long\n");
    memcpy(root, folder, root_length + 1);
    int fd = open(state, O_RDWR | O_CLOEXEC);
    shared = fd < 0 ? MAP_FAILED : mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (shared == MAP_FAILED) die("crash layer: no state\n");
    close(fd);
    int low = open(log, O_WRONLY | O_CLOEXEC);
    /* Out of the way of the small numbers that programs count on. */
    log_fd = low < 0 ? -1 : fcntl(low, F_DUPFD_CLOEXEC, 900);
    if (log_fd < 0) die("crash layer: no log\n");
    close(low);
    uint64_t none = 0;
    if (atomic_compare_exchange_strong(&shared->ready, &none, 1)) {
        pthread_mutexattr_t kind;
        pthread_mutexattr_init(&kind);
        pthread_mutexattr_setpshared(&kind, PTHREAD_PROCESS_SHARED);
        pthread_mutexattr_setrobust(&kind, PTHREAD_MUTEX_ROBUST);
        pthread_mutex_init(&shared->lock, &kind);
        atomic_store(&shared->ready, 2);
    }
    while (atomic_load(&shared->ready) != 2) usleep(100);
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_RESTART;
    sigaction(SIGSYS, &action, NULL);
    set_filter();
}
