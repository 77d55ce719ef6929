using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SharpFuzz.Common;

namespace Kws.Fuzz;

/// <summary>
/// libFuzzer within this process: it calls a target and sees the edges that the instrumented assemblies count. No other process and no
/// pipe is between them, which would take longer than a parser does.
/// </summary>
internal static unsafe partial class LibFuzzer
{
    /// <summary>SharpFuzz counts with so many bytes, over which the edges are scattered.</summary>
    private const int ScatteredCount = 1 << 16;

    /// <summary>
    /// libFuzzer gets so many, in the order in which they were first seen: going through all of them would take half of the time.
    /// </summary>
    private const int EdgeCount = 1 << 12;

    private const int AbortSignal = 6;

    private static readonly int[] EdgeOf = new int[ScatteredCount];
    private static readonly byte* Counters = (byte*)NativeMemory.AllocZeroed(EdgeCount);
    private static int _edgesSeen;
    private static Action<byte[]> _target = _ => { };

    /// <summary>Runs until the options say that it is enough; a failure ends the process.</summary>
    /// <param name="target">Throws where a parser is wrong.</param>
    /// <param name="command">The command line of libFuzzer, which begins with the program.</param>
    public static int Run(Action<byte[]> target, string[] command)
    {
        _target = target;
        Trace.SharedMem = (byte*)NativeMemory.AllocZeroed(ScatteredCount);
        AnnounceEdges();

        // libFuzzer keeps the input on an abort, but takes no signal that the runtime already has.
        Signal(AbortSignal, 0);
        var arguments = (nint*)NativeMemory.Alloc((nuint)(command.Length + 1) * (nuint)sizeof(nint));
        for (int i = 0; i < command.Length; i++)
        {
            arguments[i] = Marshal.StringToCoTaskMemUTF8(command[i]);
        }

        arguments[command.Length] = 0;
        int count = command.Length;
        return RunDriver(&count, &arguments, &RunOne);
    }

    /// <summary>Gives libFuzzer the counters, and to each a made-up address, by which it counts edges.</summary>
    private static void AnnounceEdges()
    {
        InitializeCounters(Counters, Counters + EdgeCount);
        var addresses = (nint*)NativeMemory.AllocZeroed(2 * EdgeCount, (nuint)sizeof(nint));
        for (int i = 0; i < EdgeCount; i++)
        {
            addresses[2 * i] = i + 1;
        }

        InitializeAddresses(addresses, addresses + (2 * EdgeCount));
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int RunOne(byte* data, nuint size)
    {
        Trace.PrevLocation = 0;
        try
        {
            _target(new ReadOnlySpan<byte>(data, (int)size).ToArray());
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            Abort();
        }

        CollectEdges();
        return 0;
    }

    /// <summary>Moves what SharpFuzz has counted to where libFuzzer looks. Most counts are zero: they are passed over at once.</summary>
    private static void CollectEdges()
    {
        byte* scattered = Trace.SharedMem;
        for (int i = 0; i < ScatteredCount; i += Vector512<byte>.Count)
        {
            Vector512<byte> counts = Vector512.Load(scattered + i);
            if (counts != Vector512<byte>.Zero)
            {
                MoveEdges(scattered, i, ~Vector512.Equals(counts, Vector512<byte>.Zero).ExtractMostSignificantBits());
                Vector512<byte>.Zero.Store(scattered + i);
            }
        }
    }

    /// <summary>Moves the counts of a vector.</summary>
    /// <param name="scattered">All counts.</param>
    /// <param name="begin">The first one of the vector.</param>
    /// <param name="counted">A bit for each of its counts that is not zero.</param>
    private static void MoveEdges(byte* scattered, int begin, ulong counted)
    {
        for (; counted != 0; counted &= counted - 1)
        {
            int i = begin + BitOperations.TrailingZeroCount(counted);
            if (EdgeOf[i] == 0)
            {
                EdgeOf[i] = ++_edgesSeen;
            }

            Counters[EdgeOf[i] % EdgeCount] = scattered[i];
        }
    }

    [LibraryImport("fuzzer", EntryPoint = "LLVMFuzzerRunDriver")]
    private static partial int RunDriver(int* count, nint** arguments, delegate* unmanaged[Cdecl]<byte*, nuint, int> runOne);

    [LibraryImport("fuzzer", EntryPoint = "__sanitizer_cov_8bit_counters_init")]
    private static partial void InitializeCounters(byte* start, byte* stop);

    [LibraryImport("fuzzer", EntryPoint = "__sanitizer_cov_pcs_init")]
    private static partial void InitializeAddresses(nint* start, nint* stop);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int number, nint handler);

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void Abort();
}
