using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kws.Proof;

/// <summary>
/// The features that this process compiles for, seen in the runtime's own events about methods made for it: a misspelt switch changes
/// nothing here.
/// </summary>
internal static class JitFeatures
{
    private const uint Quick = 3;
    private const uint OptimizedAtOnce = 2;
    private const uint OptimizedLater = 4;
    private const uint Instrumented = 6;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The features, all of them on in an ordinary process and off in a native program.</summary>
    public static IReadOnlyDictionary<string, bool> All { get; } = Observe();

    private static Dictionary<string, bool> Observe()
    {
        using var events = new MethodEvents();
        if (RuntimeFeature.IsDynamicCodeCompiled)
        {
            BigInteger.Pow(3, 2);
            Loop(3);
            var waited = Stopwatch.StartNew();
            do
            {
                Branch(3);
                Thread.Sleep(1);
            }
            while (events.TiersOf(nameof(Branch)) is [] or [Quick, .., not OptimizedLater] or [Quick] && waited.Elapsed < Patience);
        }

        IReadOnlyList<uint> branch = events.TiersOf(nameof(Branch));
        return new Dictionary<string, bool>(StringComparer.OrdinalIgnoreCase)
        {
            ["QuickJit"] = branch is [Quick, ..],
            ["QuickJitForLoops"] = events.TiersOf(nameof(Loop)) is [Quick, ..],
            ["Profile"] = branch.Contains(Instrumented),
            ["Precompiled"] = RuntimeFeature.IsDynamicCodeCompiled && events.TiersOf(nameof(BigInteger.Pow)).Count == 0,
            ["Optimizer"] = branch is [.., OptimizedAtOnce or OptimizedLater],
        };
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Branch(int n) => n > 2 ? n * n : -n;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Loop(int n)
    {
        int sum = 0;
        for (int i = 0; i < n; i++)
        {
            sum += i * n;
        }

        return sum;
    }

    /// <summary>Listens to the runtime: which method was compiled in which tier.</summary>
    private sealed class MethodEvents : EventListener
    {
        private const EventKeywords Jit = (EventKeywords)0x10;

        private readonly ConcurrentQueue<(string Method, uint Tier)> _compiled = new();

        public IReadOnlyList<uint> TiersOf(string method) =>
            [.. _compiled.Where(entry => entry.Method == method).Select(entry => entry.Tier)];

        protected override void OnEventSourceCreated(EventSource eventSource)
        {
            if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
            {
                EnableEvents(eventSource, EventLevel.Verbose, Jit);
            }
        }

        protected override void OnEventWritten(EventWrittenEventArgs eventData)
        {
            if (eventData.EventName?.StartsWith("MethodLoadVerbose", StringComparison.Ordinal) == true
                && eventData is { PayloadNames: { } names, Payload: { } values }
                && values[names.IndexOf("MethodName")] is string method
                && values[names.IndexOf("MethodFlags")] is uint flags)
            {
                _compiled.Enqueue((method, (flags >> 7) & 7));
            }
        }
    }
}
