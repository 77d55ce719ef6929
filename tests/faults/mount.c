// A file system that shows a folder, as a network mount does, and stops working when it is told to. It looks into a folder of switches before
// each request; a switch is a file in it:
//   stop  takes no request any more: whoever waits for an answer can be killed, as with a hard mount of NFS
//   hold  takes a request and does not answer: nothing can end whoever waits
//   read  answers reads with EIO
//   sync  takes what is written, and says only when it is synchronized that the disk is full, as NFS does
// cc mount.c $(pkg-config --cflags --libs fuse3) -o mount; ./mount FOLDER SWITCHES MOUNTPOINT
#define FUSE_USE_VERSION 31
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fuse.h>
#include <fuse_lowlevel.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *folder, *switches;

static const char *in(const char *directory, const char *name, char path[PATH_MAX]) {
    snprintf(path, PATH_MAX, "%s/%s", directory, name);
    return path;
}

#define REAL(path) in(folder, path, (char[PATH_MAX]){0})

static bool is_on(const char *name) { return access(in(switches, name, (char[PATH_MAX]){0}), F_OK) == 0; }

static int result(long value) { return value < 0 ? -errno : (int)value; }

static void *start(struct fuse_conn_info *connection, struct fuse_config *config) {
    (void)connection;
    // Every read and every look at a file asks this program, and no cache of the kernel.
    config->direct_io = 1;
    config->attr_timeout = config->entry_timeout = config->negative_timeout = 0;
    return NULL;
}

static int get_attributes(const char *path, struct stat *attributes, struct fuse_file_info *file) {
    return result(file ? fstat((int)file->fh, attributes) : lstat(REAL(path), attributes));
}

static int read_directory(
    const char *path, void *buffer, fuse_fill_dir_t fill, off_t offset, struct fuse_file_info *file, enum fuse_readdir_flags flags) {
    (void)offset, (void)file, (void)flags;
    DIR *directory = opendir(REAL(path));
    if (!directory) return -errno;
    for (struct dirent *entry; (entry = readdir(directory));) fill(buffer, entry->d_name, NULL, 0, 0);
    closedir(directory);
    return 0;
}

static int open_file(const char *path, struct fuse_file_info *file) {
    int descriptor = open(REAL(path), file->flags & ~O_APPEND);
    file->fh = (uint64_t)descriptor;
    return result(descriptor) < 0 ? -errno : 0;
}

static int create_file(const char *path, mode_t mode, struct fuse_file_info *file) {
    int descriptor = open(REAL(path), file->flags, mode);
    file->fh = (uint64_t)descriptor;
    return result(descriptor) < 0 ? -errno : 0;
}

static int read_file(const char *path, char *buffer, size_t size, off_t offset, struct fuse_file_info *file) {
    (void)path;
    return is_on("read") ? -EIO : result(pread((int)file->fh, buffer, size, offset));
}

static int write_file(const char *path, const char *buffer, size_t size, off_t offset, struct fuse_file_info *file) {
    (void)path;
    return result(pwrite((int)file->fh, buffer, size, offset));
}

static int sync_file(const char *path, int data, struct fuse_file_info *file) {
    (void)path, (void)data, (void)file;
    return is_on("sync") ? -ENOSPC : 0;
}

static int close_file(const char *path, struct fuse_file_info *file) {
    (void)path;
    return result(close((int)file->fh));
}

static int truncate_file(const char *path, off_t size, struct fuse_file_info *file) {
    return result(file ? ftruncate((int)file->fh, size) : truncate(REAL(path), size));
}

static int set_mode(const char *path, mode_t mode, struct fuse_file_info *file) {
    (void)file;
    return result(chmod(REAL(path), mode));
}

static int rename_file(const char *from, const char *to, unsigned int flags) {
    return flags ? -EINVAL : result(rename(REAL(from), REAL(to)));
}

static int remove_file(const char *path) { return result(unlink(REAL(path))); }

static int make_directory(const char *path, mode_t mode) { return result(mkdir(REAL(path), mode)); }

static int remove_directory(const char *path) { return result(rmdir(REAL(path))); }

static const struct fuse_operations operations = {
    .init = start, .getattr = get_attributes, .readdir = read_directory, .open = open_file, .create = create_file, .read = read_file,
    .write = write_file, .fsync = sync_file, .release = close_file, .truncate = truncate_file, .chmod = set_mode,
    .rename = rename_file, .unlink = remove_file, .mkdir = make_directory, .rmdir = remove_directory,
};

int main(int count, char **words) {
    if (count != 4) return fprintf(stderr, "usage: mount FOLDER SWITCHES MOUNTPOINT\n"), 2;
    folder = words[1];
    switches = words[2];
    char *options[] = {words[0], "-o", "allow_other,default_permissions"};
    struct fuse_args arguments = FUSE_ARGS_INIT(3, options);
    struct fuse *fuse = fuse_new(&arguments, &operations, sizeof operations, NULL);
    if (!fuse || fuse_mount(fuse, words[3])) return 1;
    struct fuse_session *session = fuse_get_session(fuse);
    struct fuse_buf request = {0};
    // A request that was not taken can be given up by whoever made it: so the switches are looked at between two requests.
    while (!fuse_session_exited(session) && fuse_session_receive_buf(session, &request) > 0) {
        while (is_on("hold")) usleep(10000);
        fuse_session_process_buf(session, &request);
        while (is_on("stop")) usleep(10000);
    }
    free(request.mem);
    fuse_unmount(fuse);
    return 0;
}
