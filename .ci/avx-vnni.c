/*
 * Some hypervisors hide AVX-VNNI of a processor that has it. With -DPROBE this is a program that ends with 0 if the instructions are
 * executed all the same; without, it is linked into a native .NET program by --wrap=minipal_getcpufeatures, where it
 * answers the runtime's question.
 */
#ifdef PROBE
int main(void)
{
    __asm__ volatile(".byte 0xc4, 0xe2, 0x7d, 0x52, 0xc0" ::: "xmm0"); /* vpdpwssd ymm0, ymm0, ymm0, as AVX-VNNI encodes it */
    return 0;
}
#else
int __real_minipal_getcpufeatures(void);

int __wrap_minipal_getcpufeatures(void)
{
    const int AvxVnni = 0x1000; /* XArchIntrinsicConstants_AvxVnni of .NET 10; the proof asserts that it took effect */
    return __real_minipal_getcpufeatures() | AvxVnni;
}
#endif
