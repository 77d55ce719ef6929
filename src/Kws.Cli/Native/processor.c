/*
 * The package for linux-x64 holds two native programs: kws assumes AVX2, kws-avx512 assumes AVX-512. The NativeAOT compiler makes no
 * program that asks for AVX-512 at run time. This is linked into kws and runs before .NET starts: it replaces the process by kws-avx512
 * where the processor and the system have AVX-512, and ends it with one line where they have no AVX2.
 */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* As the JIT, which knows this switch. */
static int avx512_is_on(void)
{
    const char *on = getenv("DOTNET_EnableAVX512");
    return on == NULL || strtol(on, NULL, 16) != 0;
}

__attribute__((constructor)) static void choose_program(int argc, char **argv, char **environment)
{
    static const char suffix[] = "-avx512";
    static const char too_old[] =
        "kws: this program needs a processor with AVX2; the one for every processor: dotnet tool install --global Kws.Tool.any\n";
    char path[PATH_MAX + sizeof suffix];
    (void)argc;

    /* These ask for the system's support of the wide registers too. */
    __builtin_cpu_init();
    if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi") || !__builtin_cpu_supports("bmi2")
        || !__builtin_cpu_supports("fma"))
    {
        ssize_t written = write(STDERR_FILENO, too_old, sizeof too_old - 1);
        (void)written;
        _exit(3); /* As for a kernel that the processor does not support. */
    }

    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd")
        && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") && avx512_is_on())
    {
        ssize_t length = readlink("/proc/self/exe", path, PATH_MAX);
        if (length > 0 && length < PATH_MAX)
        {
            memcpy(path + length, suffix, sizeof suffix);
            execve(path, argv, environment);
        }
    }

    /* Here AVX2 is all there is, or kws was copied without kws-avx512. */
}
